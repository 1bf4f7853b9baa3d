import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Sqlite from "libsql";
import { afterAll, expect, it } from "vitest";
import {
  createSyncServer,
  PostgresServerStore,
  SqliteServerStore,
  startNodeServer,
  type ServerStore,
} from "../../../src/server/index.js";
import { send } from "../http-client.js";
import { openPostgres } from "../postgres-database.js";
import { operation } from "../pushing.js";
import { todoContract } from "../todo-contract.js";
import { expectCoded } from "./coded-error.js";

const folder = mkdtempSync(join(tmpdir(), "kalphite-failing-"));
const database = await openPostgres();
afterAll(async () => {
  await database?.stop();
  rmSync(folder, { recursive: true, force: true });
});

interface Breakable {
  readonly store: ServerStore;
  /** Takes the tables away from under it, so that every statement fails. */
  readonly breakIt: () => Promise<void>;
}

const stores: readonly [string, (() => Promise<Breakable>) | undefined][] = [
  [
    "SqliteServerStore",
    async () => {
      const file = join(folder, "broken.db");
      const store = new SqliteServerStore({ file });
      const breakIt = async () => {
        const other = new Sqlite(file);
        const tables = other.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all();
        for (const { name } of tables as { name: string }[]) other.exec(`DROP TABLE IF EXISTS "${name}"`);
        other.close();
      };
      return { store, breakIt };
    },
  ],
  [
    "PostgresServerStore",
    database &&
      (async () => {
        const schema = await database.createSchema();
        const pool = await database.createPool(schema);
        const breakIt = async () => {
          await pool.query(`DROP SCHEMA ${schema} CASCADE; CREATE SCHEMA ${schema}`);
        };
        return { store: new PostgresServerStore({ pool }), breakIt };
      }),
  ],
];

it.for(stores)("P9 P36 tells nothing of what fails in %s", async ([_name, create], { skip }) => {
  if (create === undefined) return skip("There is no Postgres");
  const { store, breakIt } = await create();
  const logged: string[] = [];
  const server = await startNodeServer(
    createSyncServer({
      contract: todoContract,
      store,
      allowAnonymous: true,
      log: ({ error }) => logged.push(String((error as Error).cause)),
    }),
  );
  const push = (id: number) =>
    send(`${server.url}/sync/operations`, {
      body: JSON.stringify([operation(id, "addTodo", [`t${id}`, "T"])]),
    });
  const pull = () => send(`${server.url}/sync/state`, { body: "{}" });
  expect(expectCoded(await push(1))).toBeUndefined();
  await breakIt();
  expect(expectCoded(await push(2))).toBe("store_unavailable");
  expect(expectCoded(await pull())).toBe("store_unavailable");
  // The operator is told.
  expect(logged.join()).toMatch(/no such table|does not exist/);
  await server.close();
});
