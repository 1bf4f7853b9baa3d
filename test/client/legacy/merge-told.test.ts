import { afterEach, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { NetworkSyncEngine, type LocalChange, type SyncChange } from "../../../src/client/index.js";
import type { Entity } from "../../../src/protocol/index.js";
import { startLegacyServer, todo } from "../../server/legacy/legacy-server.js";
import { HeldSocket } from "./held-socket.js";

const closing: NetworkSyncEngine[] = [];
afterEach(async () => {
  for (const engine of closing.splice(0)) await engine.disconnect();
});

type Todo = ReturnType<typeof todo>;
const change = (entity: Entity, more: object = {}): LocalChange => ({
  type: "upsert",
  entityType: entity.type,
  entityId: entity.id,
  entity,
  ...more,
});
const withData = (entity: any, data: object, stamps: object = {}): Todo => ({
  ...entity,
  data: { ...entity.data, ...data },
  ...stamps,
});

describe("what a NetworkSyncEngine tells of a merge is what the server makes of it", () => {
  async function start() {
    const server = await startLegacyServer();
    const create = () => {
      const engine = new NetworkSyncEngine({
        wsUrl: `${server.url.replace("http", "ws")}/sync/legacy`,
        roomId: "default",
        userId: "ada",
        WebSocket,
      });
      closing.push(engine);
      const resolved: Entity[] = [];
      engine.on("conflictResolved", ({ mergedEntity }) => resolved.push(mergedEntity));
      return { engine, resolved };
    };
    await server.modern("addTodo", "t1", "Milk");
    return { ...server, create };
  }

  /** Connects, is told the todo, and goes away. */
  async function seen({ engine }: ReturnType<Awaited<ReturnType<typeof start>>["create"]>): Promise<Todo> {
    const told = new Promise<SyncChange>((resolve) => engine.on("remoteChange", resolve));
    await engine.connect();
    const { entity } = await told;
    await engine.disconnect();
    return entity;
  }

  const cases: [string, (known: Todo) => Todo[], [string, ...unknown[]][]][] = [
    ["one field each", (known) => [withData(known, { title: "Oat milk" })], [["completeTodo", "t1"]]],
    ["the same field", (known) => [withData(known, { title: "Oat milk" })], [["updateTitle", "t1", "Bread"]]],
    [
      "several changes, the last of which takes the first back",
      (known) => [withData(known, { title: "Oat milk" }), withData(known, {})],
      [["updateTitle", "t1", "Bread"]],
    ],
    [
      "several changes of several fields",
      (known) => {
        const first = withData(known, { title: "Oat milk" });
        return [first, withData(first, { priority: 2 })];
      },
      [
        ["completeTodo", "t1"],
        ["setPriority", "t1", 3],
      ],
    ],
    [
      "a later and an earlier stamp",
      (known) => [withData(known, { title: "Oat milk" }, { updatedAt: 9e12 })],
      [["completeTodo", "t1"]],
    ],
  ];

  it.each(cases)("offline: %s", async (_what, edit, others) => {
    const { create, modern, state } = await start();
    const client = create();
    const known = await seen(client);
    for (const [name, ...args] of others) await modern(name, ...args);
    for (const entity of edit(known)) await client.engine.sendChange(change(entity));
    await client.engine.connect();
    await client.engine.flush();
    await expect.poll(() => client.resolved.length).toBeGreaterThan(0);
    expect(client.resolved[0]).toEqual((await state())[0]);
  });

  it("offline, in an application that keeps on its disk what it was told", async () => {
    const { create, modern, state } = await start();
    const known = await seen(create());
    await modern("completeTodo", "t1");
    const { engine, resolved } = create();
    await engine.sendChange(change(withData(known, { title: "Oat milk" }), { base: known }));
    await engine.connect();
    await engine.flush();
    const [entity] = await state();
    expect(entity).toMatchObject({ data: { title: "Oat milk", status: "completed" } });
    await expect.poll(() => resolved[0]).toEqual(entity);
  });

  it("offline, where it is not known what the change was made from: the local one, whole", async () => {
    const { create, modern, state } = await start();
    const known = await seen(create());
    await modern("completeTodo", "t1");
    const { engine, resolved } = create();
    await engine.sendChange(change(withData(known, { title: "Oat milk" })));
    await engine.connect();
    await engine.flush();
    const [entity] = await state();
    expect(entity).toMatchObject({ data: { title: "Oat milk", status: "pending" } });
    await expect.poll(() => resolved[0]).toEqual(entity);
  });
});

describe("what a change says that it was made from", () => {
  const first = todo("t1");
  const start = async () => {
    const engine = new NetworkSyncEngine({
      wsUrl: "ws://unused/sync/legacy",
      roomId: "default",
      userId: "ada",
      reconnectDelay: 0,
      WebSocket: HeldSocket,
    });
    closing.push(engine);
    const connect = async (): Promise<HeldSocket> => {
      const connecting = engine.connect();
      await new Promise((resolve) => setTimeout(resolve));
      HeldSocket.last.onopen?.({});
      await connecting;
      HeldSocket.last.say("auth", { success: true });
      return HeldSocket.last;
    };
    const reconnect = async (): Promise<HeldSocket> => {
      await engine.disconnect();
      return connect();
    };
    const tell = (entity: object): void =>
      HeldSocket.last.say("sync-change", { ...change(entity as Entity), userId: "ben", timestamp: 1 });
    const answer = (type: "sync-ack" | "sync-error", place: number): void =>
      HeldSocket.last.say(type, { operationId: HeldSocket.last.sent[place]!.data.operationId, code: "no" });
    const put = (data: object, more: object = {}) => engine.sendChange(change(todo("t1", data), more));
    return { put, connect, reconnect, tell, answer };
  };
  const basesOf = ({ sent }: HeldSocket) => sent.map(({ data }) => data.base?.data.title);

  it("is said once for each entity over a connection: from then on the server knows", async () => {
    const { put, connect, reconnect, tell, answer } = await start();
    const socket = await connect();
    tell(first);
    await put({ title: "One" });
    await put({ title: "Two" });
    answer("sync-ack", 0);
    answer("sync-ack", 1);
    await put({ title: "Three" });
    expect(basesOf(socket)).toEqual(["Milk", undefined, undefined]);
    expect(basesOf(await reconnect())).toEqual(["Two"]);
  });

  it("is what came of the change before, once that is known", async () => {
    const { put, connect, reconnect, tell, answer } = await start();
    await connect();
    tell(first);
    await put({ title: "One" });
    await put({ title: "Two" });
    await put({ title: "Three" });
    expect(basesOf(await reconnect())).toEqual(["Milk", undefined, undefined]);
    answer("sync-error", 0);
    expect(basesOf(await reconnect())).toEqual(["Milk", undefined]);
    answer("sync-ack", 0);
    expect(basesOf(await reconnect())).toEqual(["Two"]);
  });

  it("is what others did, where that came after the change before", async () => {
    const { put, connect, reconnect, tell, answer } = await start();
    await connect();
    await put({ title: "One" });
    tell(todo("t1", { title: "Theirs" }));
    await put({ title: "Two" });
    answer("sync-ack", 0);
    expect(basesOf(await reconnect())).toEqual(["Theirs"]);
  });

  it("is left out where it would make a message that no server takes of one that servers take", async () => {
    const { put, connect, tell } = await start();
    const socket = await connect();
    tell(todo("t1", { title: "x".repeat(130_000) }));
    await put({ title: "y".repeat(140_000) });
    expect(basesOf(socket)).toEqual([undefined]);
  });

  it.each([
    ["another type", { ...first, type: "project" }],
    ["another id", { ...first, id: "t2" }],
    ["no object", "Milk"],
  ])("is nothing where the application says %s", async (_what, base) => {
    const { put, connect } = await start();
    const socket = await connect();
    await put({ title: "One" }, { base });
    expect(Object.keys(socket.sent[0]!.data)).not.toContain("base");
  });
});

describe("a change that no message can carry", () => {
  it("is told as failed and undone, and holds up nothing", async () => {
    const engine = new NetworkSyncEngine({
      wsUrl: "ws://unused/sync/legacy",
      roomId: "default",
      userId: "ada",
      WebSocket: HeldSocket,
    });
    closing.push(engine);
    const told: unknown[] = [];
    engine.on("remoteChange", ({ type, entityId, entity }) =>
      told.push([type, entityId, entity?.data.title]),
    );
    engine.onOperationFailed(({ code }) => told.push(code));
    const circular: any = todo("t1");
    circular.data.self = circular;
    await engine.sendChange(change(circular));
    await engine.sendChange(change(todo("t2", { title: "Kept" })));
    await engine.sendChange(change(todo("t2", { priority: 1n })));
    expect(told).toEqual([
      ["delete", "t1", undefined],
      "invalid_arguments",
      ["upsert", "t2", "Kept"],
      "invalid_arguments",
    ]);
    expect(engine.queueLength).toBe(1);
  });

  it("is as it was when it was made, whatever becomes of the application's object", async () => {
    const engine = new NetworkSyncEngine({
      wsUrl: "ws://unused/sync/legacy",
      roomId: "default",
      userId: "ada",
      WebSocket: HeldSocket,
    });
    closing.push(engine);
    const entity = todo("t1");
    await engine.sendChange(change(entity));
    entity.data.title = "Changed since";
    const connecting = engine.connect();
    await new Promise((resolve) => setTimeout(resolve));
    HeldSocket.last.onopen?.({});
    await connecting;
    expect(HeldSocket.last.sent[0]!.data.entity).toEqual(todo("t1"));
  });
});
