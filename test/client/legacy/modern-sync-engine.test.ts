import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { contract } from "../../../examples/todo/generated/contract.gen.js";
import { toOperation } from "../../../examples/todo/generated/legacy.gen.js";
import {
  MemoryStorage,
  ModernSyncEngine,
  NetworkSyncEngine,
  type ModernSyncConfig,
  type SyncEngine,
} from "../../../src/client/index.js";
import { FileStorage } from "../../../src/client/node/index.js";
import { startLegacyServer, todo } from "../../server/legacy/legacy-server.js";

const closing: { disconnect(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(closing.splice(0).map((engine) => engine.disconnect()));
});

async function start(config: Partial<ModernSyncConfig> = {}) {
  const server = await startLegacyServer();
  const create = (more: Partial<ModernSyncConfig> = {}): ModernSyncEngine => {
    const engine = new ModernSyncEngine({
      baseUrl: server.url,
      notificationUrl: `${server.url.replace("http", "ws")}/sync/notify`,
      clientId: `client-${Math.random()}`,
      userId: "ada",
      retryDelay: 1,
      WebSocket,
      contract,
      toOperation,
      ...config,
      ...more,
    });
    closing.push(engine);
    return engine;
  };
  return { ...server, create, engine: create() };
}

const event = (engine: SyncEngine, name: string): Promise<any> =>
  new Promise((resolve) => engine.on(name, resolve));

describe("ModernSyncEngine on a real server", () => {
  it.each([
    ["WebSocket", (url: string) => `${url.replace("http", "ws")}/sync/notify`],
    ["event stream", (url: string) => `${url}/sync/notify`],
  ])("follows the server by hints over a %s", async (_name, notificationUrl) => {
    const { create, url, modern, server } = await start();
    const engine = create({ notificationUrl: notificationUrl(url) });
    const connected = event(engine, "connected");
    await engine.connect();
    await connected;
    while ((await server.health()).streams === 0) await new Promise((resolve) => setTimeout(resolve, 2));
    const changed = event(engine, "remoteChange");
    await modern("addTodo", "t1", "Milk");
    expect(await changed).toMatchObject({
      type: "upsert",
      entityType: "todo",
      entityId: "t1",
      userId: "server",
    });
    expect(engine.getOptimisticState("t1")).toMatchObject({ data: { title: "Milk" } });
    const disconnected = event(engine, "disconnected");
    await engine.disconnect();
    await disconnected;
  });

  it("shows every operation of a contract at once, and takes back what the server refuses", async () => {
    const { engine, modern } = await start();
    await modern("addTodo", "t1", "Milk");
    await engine.connect();
    const shown: unknown[] = [];
    engine.on("optimisticUpdate", ({ name }) => shown.push(name));
    const failed = event(engine, "operationFailed");
    const executed = engine.executeOperation("updateTitle", ["t1", "Bread"]);
    expect(engine.getOptimisticState("t1")).toMatchObject({ data: { title: "Bread" } });
    await executed;
    await modern("deleteTodo", "t1");
    await engine.executeOperation("updateTitle", ["t1", "Cake"]);
    expect(await failed).toMatchObject({ operation: { name: "updateTitle" }, code: "not_found" });
    await engine.syncState();
    expect(engine.getOptimisticState("t1")).toBeUndefined();
    expect(shown).toEqual(["updateTitle", "updateTitle"]);
  });

  it("refuses what the contract refuses, and queues nothing", async () => {
    const { engine } = await start();
    const failed = event(engine, "operationFailed");
    await expect(engine.executeOperation("addTodo", ["t1", ""])).rejects.toMatchObject({
      code: "invalid_arguments",
    });
    expect(await failed).toMatchObject({ operation: { name: "addTodo" }, issues: [{ path: [1] }] });
    await expect(engine.executeOperation("fly", [])).rejects.toMatchObject({ code: "unknown_operation" });
    expect(engine.getPendingOperations()).toEqual([]);
  });

  it("goes on where it was after a restart with a storage, offline too", async () => {
    const storage = new MemoryStorage();
    const { create, modern } = await start({ storage });
    await modern("addTodo", "t1", "Milk");
    const before = create();
    await before.connect();
    before.isOnline = () => false;
    await before.executeOperation("updateTitle", ["t1", "Bread"]);
    await before.disconnect();

    const after = create();
    after.isOnline = () => false;
    const told = event(after, "statePatch");
    await after.connect();
    expect(await told).toMatchObject({ entities: [{ id: "t1" }] });
    await new Promise((resolve) => setTimeout(resolve));
    expect(after.getOptimisticState("t1")).toMatchObject({ data: { title: "Bread" } });
    expect(after.getQueuedOperations()).toMatchObject([{ name: "updateTitle", args: ["t1", "Bread"] }]);
    after.isOnline = () => true;
    await after.flush();
    expect(after.getPendingOperations()).toEqual([]);
  });

  it("keeps its queue in a folder, also where it is never connected", async () => {
    const directory = mkdtempSync(join(tmpdir(), "kalphite-engine-"));
    const { create, state } = await start();
    const run = async (id: string): Promise<void> => {
      const engine = create({ clientId: "cli", storage: new FileStorage({ directory }) });
      await engine.executeOperation("addTodo", [id, "Milk"]);
      await engine.executeOperation("updateTitle", [id, "Bread"]);
      await engine.disconnect();
    };
    await run("t1");
    await run("t2");
    expect(await state()).toMatchObject([{ data: { title: "Bread" } }, { data: { title: "Bread" } }]);
    rmSync(directory, { recursive: true });
  });

  it("has no timer left once all is sent, where it was never connected, nor after disconnect", async () => {
    const timers = new Set<object>();
    const environment = {
      setTimer: (callback: () => void, delayMs: number) => {
        const timer = setTimeout(() => {
          timers.delete(timer);
          callback();
        }, delayMs);
        timers.add(timer);
        return () => {
          timers.delete(timer);
          clearTimeout(timer);
        };
      },
    };
    const { create } = await start({ environment, pollIntervalMs: 50 });
    const engine = create();
    await engine.executeOperation("addTodo", ["t1", "Milk"]);
    while (timers.size > 0) await new Promise((resolve) => setTimeout(resolve, 2));
    await engine.connect();
    expect(timers.size).toBeGreaterThan(0);
    await engine.disconnect();
    expect(timers.size).toBe(0);
  });

  it("keeps trying to connect after the first attempt was rejected", async () => {
    const { create, url, modern } = await start();
    await modern("addTodo", "t1", "Milk");
    let isDown = true;
    const engine = create({
      fetch: (input, init) => (isDown ? Promise.reject(new Error("down")) : fetch(input, init)),
    });
    const errors: unknown[] = [];
    engine.on("error", (error) => errors.push(error));
    const reconnecting = event(engine, "reconnecting");
    await expect(engine.connect()).rejects.toThrow("down");
    expect(await reconnecting).toBe(1);
    const patched = event(engine, "statePatch");
    isDown = false;
    expect(await patched).toMatchObject({ entities: [{ id: "t1" }] });
    expect(errors.length).toBeGreaterThan(0);
    expect(url).toBeDefined();
  });

  it("sends its token, and refreshes it once where the server refuses it", async () => {
    const tokens: (string | null)[] = [];
    const { create } = await start();
    let asked = 0;
    const engine = create({
      authToken: ({ refresh }) => (refresh ? "fresh" : `stale-${++asked}`),
      fetch: async (input, init) => {
        const token = new Headers(init?.headers).get("authorization");
        tokens.push(token);
        return token === "Bearer fresh" ? fetch(input, init) : new Response("{}", { status: 401 });
      },
    });
    await engine.syncState();
    expect(tokens.slice(0, 2)).toEqual(["Bearer stale-1", "Bearer fresh"]);
  });
});

describe("what the events of earlier versions become", () => {
  it("syncAck tells that a change was taken", async () => {
    const { engine } = await start();
    const acknowledged = event(engine, "syncAck");
    await engine.sendChange({ type: "upsert", entityType: "todo", entityId: "t1", entity: todo("t1") });
    expect(await acknowledged).toMatchObject({ entityType: "todo", entityId: "t1", success: true });
  });

  it("presence goes over a socket of its own, which is told of no changes", async () => {
    const { create, url, modern, server } = await start();
    const presenceUrl = `${url.replace("http", "ws")}/sync/legacy`;
    const [ada, ben] = [create({ presenceUrl }), create({ presenceUrl, userId: "ben" })];
    await Promise.all([ada.connect(), ben.connect()]);
    while (server.legacy.size < 2) await new Promise((resolve) => setTimeout(resolve, 2));
    const changes: unknown[] = [];
    ben.on("remoteChange", (change) => changes.push(change.entityId));
    const seen = event(ben, "presenceUpdate");
    while ((await Promise.race([seen, Promise.resolve("nothing")])) === "nothing") {
      await ada.updatePresence({ isOnline: true });
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    expect(await seen).toMatchObject({ userId: "ada", isOnline: true });
    await modern("addTodo", "t1", "Milk");
    await ben.syncState();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(changes).toEqual(["t1"]);
    await Promise.all([ada.disconnect(), ben.disconnect()]);
    while (server.legacy.size > 0) await new Promise((resolve) => setTimeout(resolve, 2));
  });
});

describe("all engines, in one room", () => {
  it("see each other's changes through the same interface", async () => {
    const { create, url } = await start();
    const modern = create();
    const open = create({ contract: undefined as never, toOperation: undefined as never });
    const legacy = new NetworkSyncEngine({
      wsUrl: `${url.replace("http", "ws")}/sync/legacy`,
      roomId: "default",
      userId: "old",
      WebSocket,
    });
    closing.push(legacy);
    const engines: (SyncEngine & { connect(): Promise<void> })[] = [modern, open, legacy];
    const states = engines.map((engine) => {
      const state = new Map<string, any>();
      engine.on("remoteChange", ({ type, entityId, entity }) => {
        if (type === "delete") state.delete(entityId);
        else state.set(entityId, entity);
      });
      return state;
    });
    for (const engine of engines) await engine.connect();
    const failures: unknown[] = [];
    for (const [index, engine] of engines.entries()) {
      engine.onOperationFailed((failure) => failures.push(failure));
      const entity = todo(`t${index}`, { title: `by ${index}` });
      await engine.sendChange({ type: "upsert", entityType: "todo", entityId: entity.id, entity });
      await engine.flush();
    }
    await modern.executeOperation("completeTodo", ["t2"]);
    await legacy.executeOperation("deletetodo", ["t0"]);
    // A legacy client shows its own changes itself, and is not told of them.
    states[2]!.delete("t0");
    const expected = ["t1 pending", "t2 completed"];
    const seen = () =>
      states.map((state) => [...state.values()].map(({ id, data }) => `${id} ${data.status}`).sort());
    const isOver = (state: string[]) => JSON.stringify(state) === JSON.stringify(expected);
    while (!seen().every(isOver)) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(seen()).toEqual([expected, expected, expected]);
    expect(failures).toEqual([]);
  });
});
