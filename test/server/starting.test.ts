import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  createSyncServer,
  PostgresServerStore,
  SqliteServerStore,
  stateAnswerToMessage,
  type ServerStore,
} from "../../src/server/index.js";
import { openSqlite } from "../../src/server/store/sqlite-driver.js";
import { bundleForNode } from "./node-bundle.js";
import { POSTGRES_TO_LAYOUT_2, TO_LAYOUT_1 } from "./older-layouts.js";
import { startPostgres, type PostgresDatabase } from "./postgres-database.js";
import { operation } from "./pushing.js";
import { todoContract } from "./todo-contract.js";

const PROCESSES = 4;
const access = { roomId: "r", user: undefined };
const folder = mkdtempSync(join(tmpdir(), "kalphite-starting-"));
let database: PostgresDatabase;
let bundle: Awaited<ReturnType<typeof bundleForNode>>;
beforeAll(async () => {
  [database, bundle] = await Promise.all([startPostgres(), bundleForNode("./starting-process.ts")]);
}, 60_000);
afterAll(async () => {
  bundle?.remove();
  rmSync(folder, { recursive: true, force: true });
  await database?.stop();
});

/** Starts processes that do nothing until all of them can start at once, and waits for their end. */
async function startAtOnce(...place: readonly string[]): Promise<void> {
  const children = Array.from({ length: PROCESSES }, (_, index) =>
    spawn(process.execPath, [bundle.path, `p${index}`, ...place], { stdio: ["pipe", "pipe", "inherit"] }),
  );
  const exits = children.map((child) => once(child, "exit"));
  await Promise.all(children.map((child) => once(child.stdout, "data")));
  for (const child of children) child.stdin.end("go\n");
  expect(await Promise.all(exits)).toEqual(children.map(() => [0, null]));
}

async function titleIn(store: ServerStore): Promise<unknown> {
  const server = createSyncServer({ contract: todoContract, store, allowAnonymous: true });
  const { entities } = stateAnswerToMessage(await server.pull({}, access));
  await server.close();
  return entities.map(({ data }) => data);
}

const OLD_ROOM = [operation(1, "appendTitle", ["shared", "old "], "old")];
const ADDED = "x".repeat(10 * PROCESSES);

describe("P5 P12 server processes that start at once", () => {
  it("set one SQLite file up together, and lose nothing", async () => {
    const file = join(folder, "new.db");
    await startAtOnce("sqlite", file);
    expect(await titleIn(new SqliteServerStore({ file }))).toEqual([{ title: ADDED }]);
  }, 60_000);

  it("bring one SQLite file of an older layout up to date together", async () => {
    const file = join(folder, "old.db");
    const before = createSyncServer({
      contract: todoContract,
      store: new SqliteServerStore({ file }),
      allowAnonymous: true,
    });
    await before.push(OLD_ROOM, access);
    await before.close();
    const opened = openSqlite(file);
    opened.exec(TO_LAYOUT_1);
    opened.close();
    await startAtOnce("sqlite", file);
    expect(await titleIn(new SqliteServerStore({ file }))).toEqual([{ title: `old ${ADDED}` }]);
  }, 60_000);

  it("set one Postgres schema up together, and bring it up to date together, and lose nothing", async () => {
    const pool = await database.createPool();
    const { rows } = await pool.query<{ readonly schema: string }>("SELECT current_schema() AS schema");
    const place = ["postgres", database.url, rows[0]?.schema ?? ""];
    await startAtOnce(...place);
    expect(await titleIn(new PostgresServerStore({ pool }))).toEqual([{ title: ADDED }]);
    await pool.query(POSTGRES_TO_LAYOUT_2 + TO_LAYOUT_1);
    await pool.query("DELETE FROM kalphite_settled");
    await startAtOnce(...place);
    const store = new PostgresServerStore({ pool });
    const read = () =>
      store.transact({ roomId: "r", clientIds: [], likelyIds: [] }, (room) => ({ outcome: room.size }));
    expect(await read()).toBe(1);
    expect(await titleIn(store)).toEqual([{ title: ADDED + ADDED }]);
  }, 60_000);
});
