/** A server of the todo example in a process of its own, to be killed: it prints its address when it listens. */
import pg from "pg";
import {
  PostgresNotifier,
  PostgresServerStore,
  SqliteServerStore,
  startNodeServer,
} from "../../src/server/index.js";
import { createServer } from "../../examples/todo/generated/server.gen.js";

/** Where it listens, and where it keeps its rooms. */
export interface ServerInput {
  readonly port: number;
  readonly store: { readonly file: string } | { readonly databaseUrl: string; readonly schema: string };
  /** It kills itself when this many batches are committed, before it answers the last: the worst moment there is. */
  readonly killAfterCommits?: number;
}

const { port, store, killAfterCommits } = JSON.parse(process.argv[2] ?? "") as ServerInput;

function createStores() {
  if ("file" in store) return { store: new SqliteServerStore(store) };
  const pool = new pg.Pool({
    connectionString: store.databaseUrl,
    options: `-c search_path=${store.schema}`,
  });
  return {
    store: new PostgresServerStore({ pool }),
    notifier: new PostgresNotifier({ pool, channel: store.schema }),
  };
}

const stores = createStores();
const transact = stores.store.transact.bind(stores.store);
let commits = 0;
stores.store.transact = async (request, work) => {
  const outcome = await transact(request, work);
  if (++commits === killAfterCommits) process.kill(process.pid, "SIGKILL");
  return outcome;
};
const server = createServer({ ...stores, allowAnonymous: true });
process.stdout.write(`${(await startNodeServer(server, { port })).url}\n`);
