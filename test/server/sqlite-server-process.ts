import { createSyncServer, SqliteServerStore, startNodeServer } from "../../src/server/index.js";
import { todoContract } from "./todo-contract.js";

/** A server in a process of its own, to be killed: `node … <file>` prints its address when it listens. */
const [, , file = ""] = process.argv;
const server = createSyncServer({
  contract: todoContract,
  store: new SqliteServerStore({ file }),
  allowAnonymous: true,
});
process.stdout.write(`${(await startNodeServer(server)).url}\n`);
