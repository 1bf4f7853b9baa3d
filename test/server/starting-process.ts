import pg from "pg";
import { createSyncServer, PostgresServerStore, SqliteServerStore } from "../../src/server/index.js";
import { operation } from "./pushing.js";
import { todoContract } from "./todo-contract.js";

/**
 * A server process that sets its store up, pushes ten operations of a client of its own, and ends: `node … <client> sqlite <file>`
 * or `node … <client> postgres <url> <schema>`. It prints a line when it is ready, and starts with the first line of its input.
 */
const [, , clientId = "", kind, place = "", schema] = process.argv;
process.stdout.write("ready\n");
await new Promise((resolve) => process.stdin.once("data", resolve));
process.stdin.destroy();

const pool =
  kind === "postgres"
    ? new pg.Pool({ connectionString: place, options: `-c search_path=${schema}`, max: 2 })
    : undefined;
const store = pool === undefined ? new SqliteServerStore({ file: place }) : new PostgresServerStore({ pool });
const server = createSyncServer({ contract: todoContract, store, allowAnonymous: true });
for (let id = 1; id <= 10; id++) {
  const push = () =>
    server.push([operation(id, "appendTitle", ["shared", "x"], clientId)], { roomId: "r", user: undefined });
  const { confirmations } = await push().catch(push);
  if (confirmations[0]?.success !== true) throw new Error(JSON.stringify(confirmations));
}
await server.close();
await pool?.end();
