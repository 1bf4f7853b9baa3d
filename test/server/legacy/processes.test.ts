import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  InProcessExchange,
  MemoryServerStore,
  PostgresNotifier,
  PostgresServerStore,
  SqliteServerStore,
} from "../../../src/server/index.js";
import { startPostgres, type PostgresDatabase } from "../postgres-database.js";
import { onEnd, startLegacyServer, todo } from "./legacy-server.js";

describe("P32 exactly once, across a restart", () => {
  it("answers what was applied before from the record", async () => {
    const folder = mkdtempSync(join(tmpdir(), "kalphite-legacy-"));
    onEnd(() => rmSync(folder, { recursive: true, force: true }));
    const start = () =>
      startLegacyServer({ store: new SqliteServerStore({ file: join(folder, "rooms.db") }) });
    const before = await start();
    const client = await before.connect();
    client.upsert(todo("t1"), { operationId: "op-1" });
    client.upsert(todo("t2", { title: "" }), { operationId: "op-2" });
    await client.next("sync-ack");
    const { data: refusal } = await client.next("sync-error");
    await before.close();

    const after = await start();
    await after.modern("updateTitle", "t1", "Bread");
    const again = await after.connect();
    again.upsert(todo("t1"), { operationId: "op-1" });
    again.upsert(todo("t2"), { operationId: "op-2" });
    expect((await again.next("sync-ack"))["data"]).toMatchObject({ operationId: "op-1" });
    expect((await again.next("sync-error"))["data"]).toEqual(refusal);
    expect(await after.state()).toMatchObject([{ id: "t1", data: { title: "Bread" } }]);
  });
});

describe("P33 several server processes", () => {
  it("tell their legacy clients of each other's changes", async () => {
    const exchange = new InProcessExchange();
    const store = new MemoryServerStore();
    const [one, two] = await Promise.all(
      [1, 2].map(() => startLegacyServer({ store, notifier: exchange.createNotifier() })),
    );
    const [ada, ben] = await Promise.all([one!.connect(), two!.connect("?roomId=default&userId=ben")]);
    ada.upsert(todo("t1"), { operationId: "1" });
    await ada.next("sync-ack");
    expect((await ben.next("sync-change"))["data"]).toMatchObject({ entity: todo("t1") });
    ben.delete("todo", "t1", { operationId: "1" });
    await ben.next("sync-ack");
    expect((await ada.next("sync-change"))["data"]).toMatchObject({ type: "delete", entityId: "t1" });
    await one!.modern("addTodo", "t2", "Milk");
    await Promise.all([ada.next("sync-change"), ben.next("sync-change")]);
  });
});

describe("P32 P33 on Postgres", () => {
  let database: PostgresDatabase;
  beforeAll(async () => void (database = await startPostgres()), 120_000);
  afterAll(() => database.stop());

  it("merges, deduplicates and tells across processes, woken by NOTIFY", async () => {
    const start = (pool: pg.Pool) =>
      startLegacyServer({
        store: new PostgresServerStore({ pool }),
        notifier: new PostgresNotifier({ pool }),
      });
    const pool = await database.createPool();
    const { rows } = await pool.query<{ readonly schema: string }>("SELECT current_schema() AS schema");
    const one = await start(pool);
    const two = await start(await database.createPool(rows[0]!.schema));
    await one.modern("addTodo", "t1", "Milk");
    const ada = await one.connect();
    const ben = await two.connect("?roomId=default&userId=ben");
    const { entity } = (await ada.next("sync-change"))["data"] as { entity: ReturnType<typeof todo> };
    await Promise.all([ada.settled(), ben.settled()]);
    ada.socket.pause();
    await two.modern("setPriority", "t1", 3);
    ada.upsert({ ...entity, data: { ...entity.data, title: "Bread" } } as never, { operationId: "op-1" });
    ada.socket.resume();
    await ada.next("sync-ack");
    const isBread = (message: object) => JSON.stringify(message).includes("Bread");
    await ben.next("sync-change", isBread);
    expect(await two.state()).toMatchObject([{ data: { title: "Bread", priority: 3 } }]);

    // The answer was lost, and the client comes back to the other process.
    await two.modern("updateTitle", "t1", "Cake");
    const again = await two.connect("?roomId=default&userId=old");
    again.upsert({ ...entity, data: { ...entity.data, title: "Bread" } } as never, { operationId: "op-1" });
    await again.next("sync-ack");
    expect(await one.state()).toMatchObject([{ data: { title: "Cake" } }]);
  });
});
