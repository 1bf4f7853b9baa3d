import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import {
  createSyncServer,
  SqliteServerStore,
  stateAnswerToMessage,
  TransientFailure,
  type RoomChanges,
  type ServerStore,
} from "../../src/server/index.js";
import { openSqlite } from "../../src/server/store/sqlite-driver.js";
import { switchToWal } from "../../src/server/store/sqlite-wal.js";
import { TO_LAYOUT_1 } from "./older-layouts.js";
import { operation } from "./pushing.js";
import { todoContract } from "./todo-contract.js";

const folder = mkdtempSync(join(tmpdir(), "kalphite-sqlite-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let files = 0;
const newFile = () => join(folder, `${files++}.db`);

const access = { roomId: "r", user: undefined };
const serverOn = (store: ServerStore) =>
  createSyncServer({ contract: todoContract, store, allowAnonymous: true, log: () => {} });

describe("SqliteServerStore", () => {
  it("P5 P6 P13 keeps rooms, clients, outcomes and the epoch over a restart", async () => {
    const file = newFile();
    const before = serverOn(new SqliteServerStore({ file }));
    const batch = [operation(1, "addTodo", ["a", "A"]), operation(2, "completeTodo", ["b"])];
    const first = await before.push(batch, access);
    const state = stateAnswerToMessage(await before.pull({ clientId: "c1" }, access));
    await before.close();

    const after = serverOn(new SqliteServerStore({ file }));
    expect(await after.push(batch, access)).toEqual(first);
    const again = stateAnswerToMessage(await after.pull({ clientId: "c1" }, access));
    expect({ ...again, syncTimestamp: 0 }).toEqual({ ...state, syncTimestamp: 0 });
    const delta = stateAnswerToMessage(await after.pull({ stateVersion: state.stateVersion }, access));
    expect([delta.reset, delta.entities]).toEqual([undefined, []]);
    await after.close();
  });

  it("serializes a room over two stores on one file, however their work waits", async () => {
    const file = newFile();
    const stores = [new SqliteServerStore({ file }), new SqliteServerStore({ file })];
    const counts = Array.from({ length: 5 }, async (_, index) => {
      for (const store of stores) {
        await store.transact({ roomId: "r", clientIds: [], likelyIds: [] }, async (room) => {
          const count = Number((await room.get("n"))?.["count"] ?? 0);
          if (index % 2 === 0) await new Promise((resolve) => setImmediate(resolve));
          const changes: RoomChanges = {
            puts: [{ id: "n", type: "counter", count: count + 1 }],
            removals: [],
            growth: count === 0 ? 1 : 0,
            settled: [],
            now: 0,
          };
          return { outcome: undefined, changes };
        });
      }
    });
    await Promise.all(counts);
    const page = stores[0]?.pull({
      roomId: "r",
      clientId: undefined,
      userId: undefined,
      position: undefined,
      entityTypes: undefined,
      limit: 9,
      maxLength: 1_000_000,
    });
    expect([page?.version, page?.rows[0]?.json]).toEqual([10, '{"id":"n","type":"counter","count":10}']);
    for (const store of stores) store.close();
  });

  it("P6 P7 knows what a client did through another process on the same file", async () => {
    const file = newFile();
    const [one, other] = [
      serverOn(new SqliteServerStore({ file })),
      serverOn(new SqliteServerStore({ file })),
    ];
    const add = (id: number) => [operation(id, "addTodo", [`t${id}`, "x"], "c")];
    await one.push(add(1), access);
    await other.push(add(2), access);
    await other.push(add(3), access);
    expect((await one.push(add(4), access)).confirmations).toMatchObject([{ success: true }]);
    await other.push(add(5), access);
    expect(await one.push(add(7), access)).toMatchObject({ confirmations: [], expectedOperationId: 6 });
    expect((await one.push(add(3), access)).confirmations).toMatchObject([{ success: true }]);
    const state = stateAnswerToMessage(await one.pull({}, access));
    expect(state.entities).toHaveLength(5);
    expect(state.stateVersion.endsWith(".5")).toBe(true);
    await Promise.all([one.close(), other.close()]);
  });

  it("P9 fails what SQLite cannot write, and nothing that was to be committed together with it", async () => {
    const store = new SqliteServerStore({ file: newFile() });
    const write = (id: string, version: unknown) =>
      store.transact({ roomId: id, clientIds: ["c"], likelyIds: [] }, () => ({
        outcome: id,
        changes: {
          puts: [],
          removals: [],
          growth: 0,
          settled: [
            {
              clientId: "c",
              userId: undefined,
              firstOperationId: 1,
              lastOperationId: version as number,
              serverTimestamp: 0,
              failures: [],
            },
          ],
          now: 0,
        },
      }));
    const results = await Promise.allSettled([write("a", 1), write("b", null), write("c", 1)]);
    expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect((results[1] as PromiseRejectedResult).reason).toBeInstanceOf(TransientFailure);
    store.close();
  });

  it("P9 fails what comes after it was closed", async () => {
    const store = new SqliteServerStore({ file: newFile() });
    store.close();
    store.close();
    const work = store.transact({ roomId: "r", clientIds: [], likelyIds: [] }, () => ({ outcome: 1 }));
    await expect(work).rejects.toBeInstanceOf(TransientFailure);
    expect(() => store.check()).toThrow(TransientFailure);
  });

  it("refuses a file that it cannot open", () => {
    expect(() => new SqliteServerStore({ file: join(folder, "no", "such", "folder.db") })).toThrow();
  });

  it("waits for another process that writes while the file is put into WAL mode, as long as it was told to", () => {
    const file = newFile();
    const [other, database] = [openSqlite(file), openSqlite(file)];
    database.exec("PRAGMA busy_timeout = 2000");
    other.exec("CREATE TABLE t (a); BEGIN IMMEDIATE; INSERT INTO t VALUES (1)");
    expect(() => switchToWal(database, 0)).toThrow(/locked/);
    let pauses = 0;
    switchToWal(database, 60_000, () => {
      if (++pauses === 3) other.exec("COMMIT");
    });
    expect(pauses).toBe(3);
    expect(database.prepare("PRAGMA journal_mode").get()).toMatchObject({ journal_mode: "wal" });
    other.close();
    database.close();
  });

  it("brings a file of the layout before up to date, with all that is in it", async () => {
    const file = newFile();
    const before = serverOn(new SqliteServerStore({ file }));
    const batch = [operation(1, "addTodo", ["a", "A"]), operation(2, "addTodo", ["b", "B"])];
    const first = await before.push([...batch, operation(3, "deleteTodo", ["b"])], access);
    await before.close();
    const database = openSqlite(file);
    database.exec(TO_LAYOUT_1);
    database.close();

    const store = new SqliteServerStore({ file });
    const size = await store.transact({ roomId: "r", clientIds: [], likelyIds: [] }, (room) => ({
      outcome: room.size,
    }));
    expect(size).toBe(1);
    const after = serverOn(store);
    expect((await after.push(batch, access)).confirmations).toEqual(first.confirmations.slice(0, 2));
    expect(stateAnswerToMessage(await after.pull({}, access)).entities.map(({ id }) => id)).toEqual(["a"]);
    await after.close();
  });

  it("refuses a database of a newer schema", () => {
    const file = newFile();
    new SqliteServerStore({ file }).close();
    const database = openSqlite(file);
    database.exec("UPDATE kalphite_schema SET version = 99");
    database.close();
    expect(() => new SqliteServerStore({ file })).toThrow("newer");
  });
});
