import { createServer } from "node:http";
import { afterEach, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import {
  MemoryStorage,
  ModernSyncEngine,
  NetworkSyncEngine,
  type ModernSyncConfig,
  type PendingOperation,
} from "../../../src/client/index.js";
import { startLegacyServer } from "../../server/legacy/legacy-server.js";
import { ScriptedServer } from "./scripted-server.js";

const closing: ModernSyncEngine[] = [];
afterEach(async () => {
  await Promise.all(closing.splice(0).map((engine) => engine.disconnect()));
});

function start(config: Partial<ModernSyncConfig> = {}) {
  const server = new ScriptedServer();
  const engine = new ModernSyncEngine({
    baseUrl: "http://unused",
    clientId: "c1",
    userId: "u1",
    retryDelay: 1,
    ...config,
  });
  engine.httpClient = server;
  closing.push(engine);
  const errors: unknown[] = [];
  engine.on("error", (error) => errors.push(error));
  return { server, engine, errors };
}

const offline = (engine: ModernSyncEngine, isOffline = true): void => {
  engine.isOnline = () => !isOffline;
};
const event = (engine: NetworkSyncEngine, name: string): Promise<any> =>
  new Promise((resolve) => engine.on(name, resolve));

describe("what the old prototype got wrong", () => {
  it("1. a failed push leaves an operation queued twice", async () => {
    const { server, engine, errors } = start({ retryDelay: 60_000 });
    server.failures = [new Error("Network error")];
    await engine.executeOperation("addTodo", ["a"]);
    expect(engine.getQueuedOperations().map(({ args }) => args[0])).toEqual(["a"]);
    expect(engine.getPendingOperations()).toHaveLength(1);
    expect(errors).toMatchObject([{ message: "Network error" }]);
    await engine.flush();
    expect(server.sent()).toEqual(["a", "a"]);
    expect(server.pushes.flat().map(({ id }) => id)).toEqual([1, 1]);
    expect(engine.getPendingOperations()).toEqual([]);
  });

  it("2. a failed first batch loses the rest", async () => {
    const { server, engine } = start({ batchSize: 2, retryDelay: 60_000 });
    offline(engine);
    for (const each of ["a", "b", "c", "d", "e"]) await engine.executeOperation("addTodo", [each]);
    offline(engine, false);
    server.failures = [new Error("Network error")];
    await expect(engine.flush()).rejects.toThrow("Network error");
    expect(engine.getQueuedOperations().map(({ args }) => args[0])).toEqual(["a", "b", "c", "d", "e"]);
    await engine.flush();
    expect(server.pushes.slice(1).map((push) => push.map(({ args }) => args[0]))).toEqual([
      ["a", "b"],
      ["c", "d"],
      ["e"],
    ]);
  });

  it("3. a rejected operation is sent for ever", async () => {
    const { server, engine } = start();
    server.refuse = ({ name }) => (name === "bad" ? { success: false, error: "No" } : undefined);
    const failed: unknown[] = [];
    engine.onOperationFailed((failure) => failed.push(failure));
    await engine.executeOperation("bad", ["a"]);
    await engine.executeOperation("good", ["b"]);
    await engine.flush();
    await engine.flush();
    expect(server.sent()).toEqual(["a", "b"]);
    expect(failed).toMatchObject([{ operation: { name: "bad", id: 1 }, error: "No" }]);
    expect(engine.getPendingOperations()).toEqual([]);
  });

  it("4. another client's confirmation is believed", async () => {
    const { server, engine, errors } = start({ retryDelay: 60_000 });
    const confirmed: unknown[] = [];
    engine.onOperationConfirmed((operation) => confirmed.push(operation));
    server.refuse = () => ({ clientId: "somebody" });
    await engine.executeOperation("addTodo", ["a"]);
    expect(confirmed).toEqual([]);
    expect(engine.getQueuedOperations()).toHaveLength(1);
    expect(errors).toMatchObject([{ message: expect.stringContaining("confirmed nothing") }]);
    // Nor one of an operation that was not sent yet.
    server.refuse = ({ id }) => ({ operationId: id + 1 });
    await expect(engine.flush()).rejects.toThrow("confirmed nothing");
    expect(engine.getQueuedOperations()).toHaveLength(1);
    server.refuse = () => undefined;
    await engine.flush();
    expect(confirmed).toHaveLength(1);
  });

  describe("5. ids restart at 1", () => {
    it("after a restart with a storage they go on", async () => {
      const storage = new MemoryStorage();
      const before = start({ storage });
      await before.engine.executeOperation("addTodo", ["a"]);
      offline(before.engine);
      await before.engine.executeOperation("addTodo", ["b"]);
      await before.engine.disconnect();
      const { engine } = start({ storage, clientId: "ignored" });
      engine.httpClient = before.server;
      await engine.executeOperation("addTodo", ["c"]);
      expect(before.server.pushes.flat().map(({ id, clientId, args }) => [id, clientId, args[0]])).toEqual([
        [1, "c1", "a"],
        [2, "c1", "b"],
        [3, "c1", "c"],
      ]);
    });

    it("after a restart without a storage they go on where the server has got to", async () => {
      const { url, state } = await startLegacyServer();
      const run = async (id: string): Promise<void> => {
        const engine = new ModernSyncEngine({ baseUrl: url, clientId: "cli", userId: "u" });
        closing.push(engine);
        const confirmed = event(engine, "operationConfirmed");
        await engine.executeOperation("addTodo", [id, "Milk"]);
        await confirmed;
        await engine.disconnect();
      };
      await run("t1");
      await run("t2");
      await run("t3");
      expect((await state()).map(({ id }) => id)).toEqual(["t1", "t2", "t3"]);
    });
  });

  it("6. parallel sends arrive out of order", async () => {
    const { engine } = start({ batchSize: 1 });
    const arrived: unknown[] = [];
    let delay = 10;
    engine.httpClient = {
      post: async (_endpoint: string, { operations }: any): Promise<any> => {
        await new Promise((resolve) => setTimeout(resolve, (delay -= 2)));
        arrived.push(...operations.map(({ args }: PendingOperation) => args[0]));
        const head = { success: true, serverTimestamp: 1, clientId: "c1" };
        return {
          confirmations: operations.map(({ id }: PendingOperation) => ({ ...head, operationId: id })),
        };
      },
    };
    await Promise.all(["a", "b", "c", "d"].map((each) => engine.executeOperation("addTodo", [each])));
    expect(arrived).toEqual(["a", "b", "c", "d"]);
  });

  it("7. the offline queue is not sent on connect", async () => {
    const { server, engine } = start();
    offline(engine);
    await engine.executeOperation("addTodo", ["a"]);
    await engine.executeOperation("addTodo", ["b"]);
    offline(engine, false);
    const confirmed = event(engine, "operationConfirmed");
    await engine.connect();
    await confirmed;
    expect(server.sent()).toEqual(["a", "b"]);
  });

  it("8. sendChange never becomes an operation", async () => {
    const { server, engine } = start();
    const entity = { id: "t1", type: "todo", title: "Milk" };
    await engine.sendChange({ type: "upsert", entityType: "todo", entityId: "t1", entity });
    await engine.sendChange({ type: "delete", entityType: "todo", entityId: "t1" });
    expect(server.pushes.flat().map(({ name, args }) => [name, args])).toEqual([
      ["upserttodo", ["t1", entity]],
      ["deletetodo", ["t1"]],
    ]);
    const mapped = start({ toOperation: ({ type, entityId }) => ({ name: `my_${type}`, args: [entityId] }) });
    await mapped.engine.sendChange({ type: "delete", entityType: "todo", entityId: "t1" });
    expect(mapped.server.pushes.flat()).toMatchObject([{ name: "my_delete", args: ["t1"] }]);
  });

  it("9. an overlapping syncState takes the version back", async () => {
    const { server, engine } = start();
    const answers: (() => void)[] = [];
    let version = 0;
    server.pull = () => {
      const stateVersion = `v${++version}`;
      return new Promise((resolve) => answers.push(() => resolve({ stateVersion, entities: [] })));
    };
    const versions: string[] = [];
    engine.onStatePatch(({ stateVersion }) => versions.push(stateVersion));
    const synced = Promise.all([engine.syncState(), engine.syncState(), engine.syncState()]);
    for (let turn = 0; turn < 20; turn++) {
      await new Promise((resolve) => setTimeout(resolve));
      expect(answers.length).toBeLessThan(2);
      answers.pop()?.();
    }
    await synced;
    expect(engine.getCurrentStateVersion()).toBe(`v${version}`);
    expect(versions).toEqual(Array.from({ length: version }, (_, index) => `v${index + 1}`));
  });

  it("9. nor is a syncState answered by what was asked before it was called", async () => {
    const { server, engine } = start();
    let committed = 0;
    const answers: (() => void)[] = [];
    server.pull = () => {
      const stateVersion = `v${committed}`;
      return new Promise((resolve) => answers.push(() => resolve({ stateVersion, entities: [] })));
    };
    const first = engine.syncState();
    while (answers.length === 0) await new Promise((resolve) => setTimeout(resolve));
    committed = 1;
    const second = engine.syncState().then(() => engine.getCurrentStateVersion());
    answers[0]!();
    await first;
    while (answers.length === 1) await new Promise((resolve) => setTimeout(resolve));
    answers[1]!();
    expect(await second).toBe("v1");
  });

  describe("10. the queue drops its oldest silently", () => {
    it("by default nothing is dropped: one operation too many is refused", async () => {
      const { engine } = start({ offlineQueueLimit: 2 });
      offline(engine);
      const failed: unknown[] = [];
      engine.onOperationFailed((failure) => failed.push(failure));
      await engine.executeOperation("addTodo", ["a"]);
      await engine.executeOperation("addTodo", ["b"]);
      await expect(engine.executeOperation("addTodo", ["c"])).rejects.toMatchObject({ code: "queue_full" });
      expect(failed).toMatchObject([{ operation: { args: ["c"] }, code: "queue_full" }]);
      expect(engine.getQueuedOperations().map(({ args }) => args[0])).toEqual(["a", "b"]);
    });

    it("where an option says so the oldest goes, with a warning each, and no number is missing", async () => {
      const { server, engine } = start({ offlineQueueLimit: 3, offlineQueueOverflow: "drop-oldest" });
      await engine.executeOperation("addTodo", [0]);
      offline(engine);
      const warnings: unknown[] = [];
      engine.on("warning", (warning) => warnings.push(warning));
      for (let each = 1; each <= 5; each++) await engine.executeOperation("addTodo", [each]);
      expect(warnings).toMatchObject([
        { code: "operation_dropped", operation: { args: [1] } },
        { code: "operation_dropped", operation: { args: [2] } },
      ]);
      expect(engine.getQueuedOperations().map(({ args }) => args[0])).toEqual([3, 4, 5]);
      offline(engine, false);
      await engine.flush();
      expect(server.pushes.flat().map(({ id, args }) => [id, args[0]])).toEqual([
        [1, 0],
        [2, 3],
        [3, 4],
        [4, 5],
      ]);
    });
  });

  describe("11. sockets are left behind", () => {
    it("by ModernSyncEngine: disconnect closes the stream of hints, and connecting twice opens one", async () => {
      const { server: sync, url } = await startLegacyServer();
      const engine = new ModernSyncEngine({
        baseUrl: url,
        notificationUrl: `${url.replace("http", "ws")}/sync/notify`,
        clientId: "c1",
        userId: "u",
        WebSocket,
      });
      closing.push(engine);
      await engine.connect();
      await engine.connect();
      while ((await sync.health()).streams === 0) await new Promise((resolve) => setTimeout(resolve, 5));
      expect((await sync.health()).streams).toBe(1);
      await engine.disconnect();
      while ((await sync.health()).streams > 0) await new Promise((resolve) => setTimeout(resolve, 5));
    });

    it("by NetworkSyncEngine: nor does one that was closed come back", async () => {
      const { server: sync, url } = await startLegacyServer();
      const engine = new NetworkSyncEngine({
        wsUrl: `${url.replace("http", "ws")}/sync/legacy`,
        roomId: "default",
        userId: "u",
        reconnectDelay: 1,
        WebSocket,
      });
      const events: string[] = [];
      for (const name of ["connected", "disconnected", "reconnecting"])
        engine.on(name, () => events.push(name));
      await Promise.all([engine.connect(), engine.connect()]);
      await engine.connect();
      expect(sync.legacy.size).toBe(1);
      await engine.disconnect();
      while (sync.legacy.size > 0) await new Promise((resolve) => setTimeout(resolve, 5));
      await new Promise((resolve) => setTimeout(resolve, 20));
      expect(events).toEqual(["connected", "disconnected"]);
      expect(sync.legacy.size).toBe(0);
    });
  });

  it.each([
    [400, 1],
    [403, 1],
    [409, 1],
    [413, 1],
    [500, 3],
    [503, 3],
    [429, 3],
  ])("12. 4xx is retried like 5xx: HTTP %i takes %i attempts", async (status, attempts) => {
    let requests = 0;
    const http = createServer((request, response) => {
      request.resume();
      if (request.url?.startsWith("/sync/state")) {
        response.end(JSON.stringify({ stateVersion: "v", entities: [], lastOperationId: 0 }));
        return;
      }
      requests++;
      response.writeHead(status).end(JSON.stringify({ error: { code: "nope", message: "No" } }));
    });
    await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
    const { port } = http.address() as { port: number };
    const engine = new ModernSyncEngine({
      baseUrl: `http://127.0.0.1:${port}`,
      clientId: "c1",
      userId: "u",
      retryDelay: 1,
    });
    closing.push(engine);
    const errors: any[] = [];
    engine.on("error", (error) => errors.push(error));
    const over = attempts === 1 ? Promise.resolve() : event(engine, "reconnectionFailed");
    await engine.executeOperation("addTodo", ["a"]);
    await over;
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(requests).toBe(attempts);
    expect(errors[0]).toMatchObject({ status, message: `HTTP ${status}: No` });
    expect(engine.getQueuedOperations()).toHaveLength(1);
    http.close();
  });

  it("13. an error event without a listener throws", async () => {
    const engine = new NetworkSyncEngine({
      wsUrl: "ws://127.0.0.1:1",
      roomId: "r",
      userId: "u",
      maxReconnectAttempts: 0,
      WebSocket,
    });
    await expect(engine.connect()).rejects.toBeDefined();
    const { engine: modern, server } = start({ retryDelay: 60_000 });
    modern.off("error", () => {});
    server.failures = [new Error("Network error")];
    await modern.executeOperation("addTodo", ["a"]);
    // Nor does a handler that throws take others or the engine with it.
    const seen: unknown[] = [];
    const uncaught = new Promise((resolve) => process.once("uncaughtException", resolve));
    modern.on("operationConfirmed", () => {
      throw new Error("a handler's own");
    });
    modern.on("operationConfirmed", (operation) => seen.push(operation));
    await modern.flush();
    expect(seen).toHaveLength(1);
    expect(await uncaught).toMatchObject({ message: "a handler's own" });
  });
});
