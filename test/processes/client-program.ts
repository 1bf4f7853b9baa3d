/**
 * A client of the todo example in a process of its own, to be killed: it keeps its state in files. It prints what these
 * hold, then writes numbers without end and prints how many are confirmed, or why one is not; or, told to finish, sends
 * what is left.
 */
import { FileStorage } from "../../src/client/node/index.js";
import { countsOf, createWritten, openClient, shownTokens, writeTokens } from "./tokens.js";

export interface ClientInput {
  readonly url: string;
  readonly directory: string;
  /** The todo to write to; absent to finish. */
  readonly run?: string;
}

const { url, directory, run } = JSON.parse(process.argv[2] ?? "") as ClientInput;
const print = (value: unknown) => process.stdout.write(`${JSON.stringify(value)}\n`);

const client = openClient({ url, storage: new FileStorage({ directory, compactAtBytes: 20_000 }) });
await client.connect();
print(shownTokens(client));
if (run === undefined) {
  print(await client.flush());
  await client.disconnect();
} else {
  client.mutate.addProject(countsOf(run), "Counted");
  await writeTokens(
    client,
    createWritten(run, countsOf(run)),
    () => false,
    ({ confirmed, refused }) => print(refused[0] ?? confirmed),
  );
}
