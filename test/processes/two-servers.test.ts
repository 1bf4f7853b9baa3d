import { afterAll, beforeAll, expect, it } from "vitest";
import { contract } from "../../examples/todo/generated/contract.gen.js";
import { createHttpTransport, type SyncTransport } from "../../src/client/index.js";
import { DEFAULT_ROOM } from "../../src/protocol/index.js";
import { freePort, NO_POSTGRES, openPostgres, type PostgresDatabase } from "../server/postgres-database.js";
import { expectEachOnce } from "./each-once.js";
import { buildProgram, nextLine, type Program, type RunningProgram } from "./program.js";
import type { ServerInput } from "./server-program.js";
import { createWritten, openClient, shows, writeTokens, type Written } from "./tokens.js";

const NUMBERS = 60;

let database: PostgresDatabase | undefined;
let serverProgram: Program;
beforeAll(async () => {
  [serverProgram, database] = await Promise.all([buildProgram("server-program"), openPostgres()]);
}, 60_000);
afterAll(async () => {
  await serverProgram.remove();
  await database?.stop();
});

/** Sends each request to the next server, as a load balancer may. It gets no hints. */
function alternating(urls: readonly string[]): SyncTransport {
  const { fingerprint } = contract;
  const transports = urls.map((url) => createHttpTransport({ url, roomId: DEFAULT_ROOM, fingerprint }));
  let turn = 0;
  const next = () => transports[turn++ % transports.length]!;
  return { push: (...args) => next().push(...args), pull: (...args) => next().pull(...args) };
}

it("P5 P12 P25 P27 P28 serves one room from two processes on one Postgres, with clients on each and one on both", async ({
  skip,
}) => {
  if (database === undefined) return skip(NO_POSTGRES);
  const store = { databaseUrl: database.url, schema: await database.createSchema() };
  const inputs: ServerInput[] = [];
  for (let server = 0; server < 2; server++) inputs.push({ port: await freePort(), store });
  // Both set the schema up, at once.
  const servers: RunningProgram[] = inputs.map((input) => serverProgram.start(input));
  const urls = await Promise.all(servers.map(nextLine));

  const clients = [
    ...urls.flatMap((url) => [openClient({ url }), openClient({ url })]),
    openClient({ transport: alternating(urls), pollIntervalMs: 50 }),
  ];
  await Promise.all(clients.map((client) => client.connect()));
  expect(await clients[0]!.mutate.addProject("all", "Counted by all").confirmed).toEqual({ ok: true });

  const written = clients.map((_client, index) => createWritten(`t${index}`, "all"));
  let isKilled = false;
  let reached = (): void => {};
  const half = new Promise<void>((resolve) => (reached = resolve));
  const onConfirmed = ({ confirmed }: Written) => {
    if (confirmed === NUMBERS / 2) reached();
  };
  const work = clients.map((client, index) =>
    writeTokens(client, written[index]!, () => isKilled && written[index]!.made >= NUMBERS, onConfirmed),
  );
  await half;
  await servers[1]!.kill();
  servers[1] = serverProgram.start(inputs[1]);
  await nextLine(servers[1]);
  isKilled = true;
  await Promise.all(work);

  // They poll once a minute: what they see sooner than that they were told of, by the other server too.
  const total = written.reduce((sum, { made }) => sum + made, 0);
  await Promise.all(
    clients.map((client) => shows(client, () => client.project.get("all")?.data.todosCompleted === total)),
  );
  for (const client of clients) expectEachOnce(client, written);
  await Promise.all(clients.map((client) => client.disconnect()));
  await Promise.all(servers.map((server) => server.kill()));
}, 40_000);
