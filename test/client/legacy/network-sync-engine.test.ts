import { afterEach, describe, expect, it } from "vitest";
import { WebSocket, WebSocketServer } from "ws";
import { NetworkSyncEngine, type NetworkSyncConfig, type SyncChange } from "../../../src/client/index.js";
import { bearerToken, type ServerRequest } from "../../../src/server/index.js";
import { startLegacyServer, todo } from "../../server/legacy/legacy-server.js";
import { HeldSocket } from "./held-socket.js";

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

function createEngine(wsUrl: string, config: Partial<NetworkSyncConfig> = {}): NetworkSyncEngine {
  const engine = new NetworkSyncEngine({
    wsUrl,
    roomId: "default",
    userId: "ada",
    reconnectDelay: 1,
    WebSocket,
    ...config,
  });
  closing.push(() => engine.disconnect());
  return engine;
}

const upsert = (entity: { readonly id: string; readonly type: string }) =>
  ({ type: "upsert", entityType: entity.type, entityId: entity.id, entity }) as const;
const event = (engine: NetworkSyncEngine, name: string): Promise<any> =>
  new Promise((resolve) => engine.on(name, resolve));

describe("NetworkSyncEngine against GET /sync/legacy", () => {
  const start = async (config?: Partial<NetworkSyncConfig>) => {
    const server = await startLegacyServer();
    return { ...server, engine: createEngine(`${server.url.replace("http", "ws")}/sync/legacy`, config) };
  };

  it("sends what was queued offline when it connects, in order, and hears that it arrived", async () => {
    const { engine, state } = await start();
    await engine.sendChange(upsert(todo("t1", { title: "First" })));
    await engine.sendChange(upsert(todo("t1", { title: "Second" })));
    await engine.sendChange({ type: "delete", entityType: "todo", entityId: "t2" });
    expect([engine.connected, engine.queueLength]).toEqual([false, 3]);
    const acks: unknown[] = [];
    const confirmed: unknown[] = [];
    engine.on("syncAck", (ack) => acks.push(ack.entityId));
    engine.onOperationConfirmed(({ name, id }) => confirmed.push([name, id]));
    await engine.connect();
    await engine.flush();
    expect([engine.connected, engine.queueLength]).toEqual([true, 0]);
    while (acks.length < 3) await event(engine, "syncAck");
    expect(acks).toEqual(["t1", "t1", "t2"]);
    expect(confirmed).toEqual([
      ["upserttodo", 1],
      ["upserttodo", 2],
      ["deletetodo", 3],
    ]);
    expect(await state()).toEqual([todo("t1", { title: "Second" })]);
  });

  it("tells remote changes, as changes and as patches", async () => {
    const { engine, modern } = await start();
    await engine.connect();
    const patched = event(engine, "statePatch");
    const changed = event(engine, "remoteChange");
    await modern("addTodo", "t1", "Milk");
    expect(await changed).toMatchObject({
      type: "upsert",
      entityType: "todo",
      entityId: "t1",
      userId: "server",
    });
    expect(await patched).toMatchObject({ entities: [{ id: "t1" }], deletedEntityIds: [] });
  });

  it("tells what was refused, by its issues", async () => {
    const { engine } = await start();
    await engine.connect();
    const failed = event(engine, "operationFailed");
    const back = event(engine, "remoteChange");
    await engine.sendChange(upsert(todo("t1", { title: "" })));
    expect(await failed).toMatchObject({
      operation: { name: "upserttodo", args: ["t1", todo("t1", { title: "" })] },
      code: "invalid_arguments",
      issues: [{ path: ["entity", "data", "title"] }],
    });
    expect(await back).toMatchObject({ type: "delete", entityId: "t1" });
  });

  it("has a change that is handed over again, by another process perhaps, applied once", async () => {
    const { engine, url, state, modern } = await start();
    const hand = async (to: NetworkSyncEngine): Promise<void> => {
      await to.connect();
      const acknowledged = event(to, "syncAck");
      await to.sendChange(upsert(todo("t1")), { operationId: "kept on disk" });
      expect(await acknowledged).toMatchObject({ operationId: "kept on disk" });
    };
    await hand(engine);
    await modern("updateTitle", "t1", "Bread");
    await hand(createEngine(`${url.replace("http", "ws")}/sync/legacy`));
    expect(await state()).toMatchObject([{ data: { title: "Bread" } }]);
  });

  it("sends again what was not acknowledged, which is applied once", async () => {
    const { engine, state, server, modern } = await start();
    await engine.connect();
    const socket = (engine as any).ws;
    await engine.sendChange(upsert(todo("t1")));
    // The answer is lost: the socket ends before it is read.
    socket.onmessage = () => {};
    while ((await state()).length === 0) await new Promise((resolve) => setTimeout(resolve, 2));
    await modern("updateTitle", "t1", "Bread");
    const acknowledged = event(engine, "syncAck");
    socket.close();
    expect(await acknowledged).toMatchObject({ entityId: "t1" });
    expect(await state()).toMatchObject([{ data: { title: "Bread" } }]);
    expect(server.legacy.report().changes).toMatchObject([{ accepted: 2 }]);
  });

  it("relays presence, and tells of merges", async () => {
    const { engine, url, modern } = await start({ clientVersion: "1.0", authToken: "x" });
    const other = createEngine(`${url.replace("http", "ws")}/sync/legacy`, { userId: "ben" });
    await Promise.all([engine.connect(), other.connect()]);
    const seen = event(other, "presenceUpdate");
    await engine.updatePresence({ cursor: { entityType: "todo", entityId: "t1" } });
    expect(await seen).toMatchObject({ userId: "ada", cursor: { entityId: "t1" } });

    await modern("addTodo", "t1", "Milk");
    const { entity } = (await event(engine, "remoteChange")) as SyncChange;
    await new Promise((resolve) => setTimeout(resolve, 20));
    (engine as any).ws.pause();
    await modern("setPriority", "t1", 2);
    await engine.sendChange(upsert({ ...entity, data: { ...entity.data, title: "Bread" } }));
    const merged = new Promise((resolve) => engine.on("entityMerged", (...values: any[]) => resolve(values)));
    (engine as any).ws.resume();
    expect(await merged).toMatchObject([{ data: { title: "Bread", priority: 2 } }, { fields: ["priority"] }]);
  });

  it("asks for a new token where a connection was refused", async () => {
    const { url } = await startLegacyServer({
      authenticate: (request: ServerRequest) =>
        bearerToken(request) === "fresh" ? { id: "ada" } : undefined,
      allowAnonymous: false,
    } as never);
    const engine = createEngine(`${url.replace("http", "ws")}/sync/legacy`, {
      authToken: ({ refresh }) => (refresh ? "fresh" : "stale"),
    });
    const connected = event(engine, "connected");
    await expect(engine.connect()).rejects.toBeDefined();
    await connected;
    expect(engine.connected).toBe(true);
  });

  it("executes upserts and deletes, and says which operations it cannot send", async () => {
    const { engine, state } = await start();
    await engine.connect();
    await engine.executeOperation("upserttodo", ["t1", todo("t1")]);
    await engine.flush();
    while ((await state()).length === 0) await new Promise((resolve) => setTimeout(resolve, 2));
    await expect(engine.executeOperation("addTodo", ["t2", "Milk"])).rejects.toThrow(/ModernSyncEngine/);
  });
});

describe("NetworkSyncEngine against a server of the field, which neither greets nor acknowledges", () => {
  async function startFieldServer() {
    const received: any[] = [];
    const sockets: WebSocket[] = [];
    const server = new WebSocketServer({ port: 0, host: "127.0.0.1" });
    server.on("connection", (socket, request) => {
      sockets.push(socket);
      received.push(request.url);
      socket.on("message", (data) => received.push(JSON.parse(String(data))));
    });
    await new Promise((resolve) => server.once("listening", resolve));
    closing.push(() => server.close());
    const { port } = server.address() as { port: number };
    const until = async (count: number) => {
      while (received.length < count) await new Promise((resolve) => setTimeout(resolve, 2));
    };
    return { url: `ws://127.0.0.1:${port}/sync`, received, sockets, until, server };
  }

  it("speaks as it always did", async () => {
    const { url, received, until } = await startFieldServer();
    const engine = createEngine(url, { roomId: "a room", userId: "ada" });
    await engine.connect();
    await engine.sendChange(upsert(todo("t1")));
    await until(2);
    expect(received[0]).toMatch(/^\/sync\?roomId=a\+room&userId=ada/);
    expect(received[1]).toEqual({
      type: "sync-change",
      data: {
        ...upsert(todo("t1")),
        operationId: expect.stringMatching(/^ada-\d+-\w+$/),
        timestamp: expect.any(Number),
        userId: "ada",
      },
    });
    await engine.flush();
    expect(engine.queueLength).toBe(0);
  });

  it("does not send again what it sent before the server last spoke", async () => {
    const { url, received, sockets, until } = await startFieldServer();
    const engine = createEngine(url);
    await engine.connect();
    await engine.sendChange(upsert(todo("t1")));
    await until(2);
    const told = event(engine, "remoteChange");
    sockets[0]!.send(JSON.stringify({ type: "sync-change", data: { ...upsert(todo("x")), userId: "ben" } }));
    await told;
    const back = event(engine, "connected");
    sockets[0]!.close();
    await back;
    await engine.sendChange(upsert(todo("t2")));
    await until(4);
    expect(received.slice(3).map(({ data }) => data.entityId)).toEqual(["t2"]);
  });

  it("gives up after so many attempts, and tells each", async () => {
    const { url, sockets, server } = await startFieldServer();
    const engine = createEngine(url, { maxReconnectAttempts: 3 });
    const attempts: number[] = [];
    engine.on("reconnecting", (attempt) => attempts.push(attempt));
    await engine.connect();
    const failed = event(engine, "reconnectionFailed");
    await new Promise<void>((resolve) => {
      server.close(() => resolve());
      for (const socket of sockets) socket.terminate();
    });
    await failed;
    expect(attempts).toEqual([1, 2, 3]);
  });

  it("keeps what cannot be sent", async () => {
    const engine = createEngine("ws://unused");
    await engine.sendChange(upsert(todo("t1")));
    const socket = {
      send: () => {
        throw new Error("Network error");
      },
      close: () => {},
    };
    (engine as any).ws = socket;
    (engine as any).isConnected = true;
    await expect(engine.flush()).rejects.toThrow("Network error");
    expect(engine.queueLength).toBe(1);
  });
});

describe("a conflict that a NetworkSyncEngine sees", () => {
  const remote = (entity: object, userId = "ben"): SyncChange => ({
    ...upsert(entity as never),
    timestamp: 1,
    userId,
    operationId: "r",
  });

  it("is told with both sides and with what the server will make of them, by field", async () => {
    const engine = createEngine("ws://unused");
    const told: [string, any][] = [];
    for (const name of ["conflictResolved", "entityMerged", "remoteChange"])
      engine.on(name, (value: unknown) => told.push([name, value]));
    await engine.simulateRemoteChange(remote(todo("t1")));
    await engine.sendChange(upsert(todo("t1", { status: "completed" })));
    await engine.simulateRemoteChange(remote(todo("t1", { tagIds: ["a"] })));
    const merged = todo("t1", { status: "completed", tagIds: ["a"] });
    expect(told.map(([name]) => name)).toEqual([
      "remoteChange",
      "conflictResolved",
      "entityMerged",
      "remoteChange",
    ]);
    expect(told[1]![1]).toMatchObject({
      strategy: "operational_transform",
      localOperation: { entity: { data: { status: "completed" } } },
      remoteOperation: { entity: { data: { tagIds: ["a"] } } },
      mergedEntity: merged,
    });
    expect(told[2]![1]).toEqual(merged);
  });

  it("is won by the local change where it is not known what it was made from", async () => {
    const engine = createEngine("ws://unused");
    await engine.sendChange(upsert(todo("t1", { title: "Mine" })));
    const told = event(engine, "conflictResolved");
    await engine.simulateRemoteChange(remote(todo("t1", { tagIds: ["a"] })));
    expect(await told).toMatchObject({ mergedEntity: todo("t1", { title: "Mine" }) });
  });

  it("is none with one's own change, a deletion, or another entity", async () => {
    const engine = createEngine("ws://unused");
    const told: unknown[] = [];
    engine.on("conflictResolved", (resolution) => told.push(resolution));
    await engine.sendChange(upsert(todo("t1")));
    await engine.simulateRemoteChange(remote(todo("t1"), "ada"));
    await engine.simulateRemoteChange(remote(todo("t2")));
    await engine.simulateRemoteChange({ ...remote(todo("t1")), type: "delete", entity: undefined });
    expect(told).toEqual([]);
  });
});

describe("NetworkSyncEngine over a slow line", () => {
  it("connects anew where it was disconnected before the socket had opened or closed", async () => {
    const engine = createEngine("ws://unused", { WebSocket: HeldSocket });
    const first = engine.connect();
    await Promise.resolve();
    const given = HeldSocket.last;
    void engine.disconnect();
    await expect(first).rejects.toThrow("disconnected");
    const second = engine.connect();
    await Promise.resolve();
    expect(HeldSocket.last).not.toBe(given);
    HeldSocket.last.onopen?.({});
    await second;
    given.onclose?.({});
    expect(engine.connected).toBe(true);
  });
});

describe("a change that was crossed by another one before the connection broke", () => {
  it("is shown again when it is acknowledged, which the next server cannot know to be needed", async () => {
    const engine = createEngine("ws://unused", { WebSocket: HeldSocket });
    const told: unknown[] = [];
    engine.on("remoteChange", ({ type, entity }) => told.push([type, entity?.data.title]));
    const connect = async (): Promise<HeldSocket> => {
      const connecting = engine.connect();
      await new Promise((resolve) => setTimeout(resolve));
      HeldSocket.last.onopen?.({});
      await connecting;
      HeldSocket.last.say("auth", { success: true });
      return HeldSocket.last;
    };
    const socket = await connect();
    await engine.sendChange(upsert(todo("t1", { title: "Mine" })));
    socket.say("sync-change", { type: "delete", entityType: "todo", entityId: "t1", userId: "ben" });
    await engine.disconnect();
    const next = await connect();
    next.say("sync-ack", { operationId: next.sent[0]!.data.operationId });
    expect(told).toEqual([
      ["delete", undefined],
      ["upsert", "Mine"],
    ]);
  });
});

describe("a change that is refused", () => {
  const start = async () => {
    const engine = createEngine("ws://unused", { WebSocket: HeldSocket, maxReconnectAttempts: 0 });
    const told: unknown[] = [];
    engine.on("remoteChange", ({ type, entityId, entity }) => told.push([type, entityId, entity]));
    engine.on("operationFailed", ({ code }) => told.push(code));
    const connected = engine.connect();
    await Promise.resolve();
    HeldSocket.last.onopen?.({});
    await connected;
    HeldSocket.last.say("auth", { success: true });
    const refuse = (place: number): void => {
      const { operationId } = HeldSocket.last.sent[place]!.data;
      HeldSocket.last.say("sync-error", { operationId, code: "no", message: "No" });
    };
    const acknowledge = (place: number): void => {
      const { operationId } = HeldSocket.last.sent[place]!.data;
      HeldSocket.last.say("sync-ack", { operationId });
    };
    return { engine, told, refuse, acknowledge };
  };

  it("is undone with the refusal, so that nothing is left of it if the connection breaks then", async () => {
    const { engine, told, refuse } = await start();
    await engine.sendChange(upsert(todo("t1")));
    refuse(0);
    HeldSocket.last.onclose?.({});
    expect(told).toEqual([["delete", "t1", undefined], "no"]);
  });

  it("gives way to what the server is known to have: what it told, and what it acknowledged", async () => {
    const { engine, told, refuse, acknowledge } = await start();
    const [first, second] = [todo("t1", { title: "Theirs" }), todo("t2", { title: "Mine" })];
    HeldSocket.last.say("sync-change", { ...upsert(first), userId: "ben", operationId: "b", timestamp: 1 });
    await engine.sendChange(upsert(second));
    acknowledge(0);
    told.length = 0;
    await engine.sendChange({ type: "delete", entityType: "todo", entityId: "t1" });
    await engine.sendChange(upsert(todo("t2", { title: "" })));
    refuse(1);
    refuse(2);
    expect(told).toEqual([["upsert", "t1", first], "no", ["upsert", "t2", second], "no"]);
  });

  it("stays behind a later change of the same entity that has no verdict yet", async () => {
    const { engine, told, refuse } = await start();
    await engine.sendChange(upsert(todo("t1", { title: "" })));
    await engine.sendChange(upsert(todo("t1", { title: "Milk" })));
    refuse(0);
    expect(told).toEqual(["no"]);
    refuse(1);
    expect(told).toEqual(["no", ["delete", "t1", undefined], "no"]);
  });
});

describe("a change that was merged", () => {
  it("is what the next one is made from, until the application is told what became of it (P32)", async () => {
    const engine = createEngine("ws://unused", { WebSocket: HeldSocket, maxReconnectAttempts: 0 });
    const open = async (): Promise<void> => {
      const connected = engine.connect();
      await Promise.resolve();
      HeldSocket.last.onopen?.({});
      await connected;
      HeldSocket.last.say("auth", { success: true });
    };
    await open();
    const mine = todo("t1", { title: "Mine" });
    await engine.sendChange(upsert(mine));
    const { operationId } = HeldSocket.last.sent[0]!.data;
    HeldSocket.last.say("sync-ack", { operationId });
    const merged = todo("t1", { title: "Mine", status: "completed" });
    HeldSocket.last.say("entity-merged", { operationId, entityType: "todo", entityId: "t1", entity: merged });
    HeldSocket.last.onclose?.({});
    await engine.sendChange(upsert(todo("t1", { title: "Mine again" })));
    await open();
    expect(HeldSocket.last.sent[0]!.data).toMatchObject({ base: mine });
  });
});
