import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server, type ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { MemoryStorage, ModernSyncEngine, type ModernSyncConfig } from "../../../src/client/index.js";
import { FileStorage } from "../../../src/client/node/index.js";
import { todo } from "../../server/legacy/legacy-server.js";
import { ScriptedServer } from "./scripted-server.js";

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

function create(config: Partial<ModernSyncConfig> = {}) {
  const engine = new ModernSyncEngine({
    baseUrl: "http://127.0.0.1:1",
    clientId: "c1",
    userId: "ada",
    retryDelay: 1,
    ...config,
  });
  closing.push(() => engine.disconnect());
  const told: unknown[] = [];
  engine.on("error", (error) => told.push(error));
  for (const name of ["reconnecting", "reconnectionFailed", "connected", "disconnected"]) {
    engine.on(name, () => told.push(name));
  }
  return { engine, told };
}

const answer = { stateVersion: "v", entities: [], lastOperationId: 0 };
const pause = (ms = 0) => new Promise((resolve) => setTimeout(resolve, ms));
const settled = async (promise: Promise<unknown>): Promise<string> =>
  Promise.race([
    promise.then(
      () => "resolved",
      (error: Error) => error.message,
    ),
    pause(500).then(() => "nothing within half a second"),
  ]);

/** A server whose answers never come, unless to the first requests. */
async function startSilentServer(answered = 0) {
  const waiting = new Set<ServerResponse>();
  const server: Server = createServer((request, response) => {
    request.resume();
    if (answered-- > 0) return void response.end(JSON.stringify(answer));
    waiting.add(response);
    response.on("close", () => waiting.delete(response));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as { port: number }).port}`, waiting };
}

describe("disconnect, while a server does not answer", () => {
  it.each([
    ["the question for the last number", 0, undefined],
    ["a pull", 1, undefined],
    ["a pull of a client that has a storage", 0, () => new MemoryStorage()],
  ])("resolves at once and gives up %s", async (_what, answered, storage) => {
    const { url, waiting } = await startSilentServer(answered);
    const { engine } = create({ baseUrl: url, ...(storage && { storage: storage() }) });
    const connecting = settled(engine.connect());
    await expect.poll(() => waiting.size).toBe(1);
    expect(await settled(engine.disconnect())).toBe("resolved");
    expect(await connecting).toBe("The engine was disconnected");
    await expect.poll(() => waiting.size).toBe(0);
  });

  it("gives up a push, and keeps the operation", async () => {
    const { url, waiting } = await startSilentServer(2);
    const { engine } = create({ baseUrl: url });
    await engine.connect();
    const executed = settled(engine.executeOperation("addTodo", ["t1"]));
    await expect.poll(() => waiting.size).toBe(1);
    expect(await settled(engine.disconnect())).toBe("resolved");
    expect(await executed).toBe("resolved");
    await expect.poll(() => waiting.size).toBe(0);
    expect(engine.queueLength).toBe(1);
  });

  it("does not wait for a way to the server that knows no signals", async () => {
    const { engine } = create();
    engine.httpClient = { post: () => new Promise<never>(() => {}) };
    const connecting = settled(engine.connect());
    await pause();
    expect(await settled(engine.disconnect())).toBe("resolved");
    expect(await connecting).toBe("The engine was disconnected");
  });

  it("and connect right after it, begin anew", async () => {
    const { engine, told } = create();
    engine.httpClient = { post: () => new Promise<never>(() => {}) };
    void engine.connect().catch(() => {});
    await pause();
    void engine.disconnect();
    engine.httpClient = { post: async (): Promise<any> => answer };
    await engine.connect();
    expect(told).toEqual(["connected"]);
  });
});

describe("the question for the last number", () => {
  /** Answers with these, one after the other and the last for ever, and notes after which wait each came. */
  const startAsking = (config: Partial<ModernSyncConfig>, ...answers: (() => Response)[]) => {
    const waits: number[] = [];
    const requests: number[] = [];
    const { engine, told } = create({
      retryDelay: 1_000,
      environment: {
        random: () => 0.5,
        setTimer: (callback, delayMs) => {
          if (delayMs >= 30_000) return () => {};
          waits.push(delayMs);
          const timer = setTimeout(callback, 0);
          return () => clearTimeout(timer);
        },
      },
      fetch: async () => {
        requests.push(requests.length);
        if (requests.length > 200) await new Promise(() => {});
        return (answers.length > 1 ? answers.shift()! : answers[0]!)();
      },
      ...config,
    });
    return { engine, told, waits, requests };
  };
  const failing =
    (status: number, headers: Record<string, string> = {}) =>
    (): Response =>
      new Response("{}", { status, headers });
  const good = (): Response => new Response(JSON.stringify(answer));

  it("waits a random part of a time that doubles", async () => {
    const { engine, waits } = startAsking({}, failing(503), failing(503), failing(500), good);
    void engine.connect().catch(() => {});
    await expect.poll(() => waits.slice(0, 3)).toEqual([500, 1_000, 2_000]);
  });

  it("honours Retry-After", async () => {
    const { engine, waits } = startAsking({}, failing(503, { "Retry-After": "7" }), good);
    void engine.connect().catch(() => {});
    await expect.poll(() => waits[0]).toBe(7_500);
  });

  it.each([401, 403, 400])(
    "is asked again after %i only when the application does something",
    async (status) => {
      const { engine, told, requests } = startAsking({}, failing(status));
      await expect(engine.connect()).rejects.toMatchObject({ status });
      await pause(30);
      expect(requests).toHaveLength(1);
      await expect(engine.syncState()).rejects.toMatchObject({ status });
      await engine.executeOperation("addTodo", ["t1"]);
      await expect(engine.flush()).rejects.toMatchObject({ status });
      expect(requests).toHaveLength(4);
      expect(told).not.toContain("reconnecting");
      expect(engine.queueLength).toBe(1);
    },
  );

  it("refreshes a token once", async () => {
    const tokens: boolean[] = [];
    const authToken = ({ refresh }: { readonly refresh: boolean }) => `${tokens.push(refresh)}`;
    const { engine, requests } = startAsking({ authToken }, failing(401));
    await expect(engine.connect()).rejects.toMatchObject({ status: 401 });
    await pause(30);
    expect([tokens, requests.length]).toEqual([[false, true], 2]);
  });
});

describe("an engine that is not connected", () => {
  it("tells no reconnecting where nothing reconnects, and has no timer left", async () => {
    const timers = new Set<object>();
    const { engine, told } = create({
      environment: {
        setTimer: (callback, delayMs) => {
          const timer = setTimeout(callback, delayMs);
          timers.add(timer);
          return () => {
            timers.delete(timer);
            clearTimeout(timer);
          };
        },
      },
    });
    const server = new ScriptedServer();
    engine.httpClient = server;
    for (const id of ["a", "b", "c", "d"]) {
      server.failures = [Object.assign(new Error("bad"), { status: 400 })];
      await engine.executeOperation("addTodo", [id]);
    }
    expect(told.map((each) => (each instanceof Error ? each.message : each))).toEqual([
      "bad",
      "bad",
      "bad",
      "bad",
    ]);
    expect(timers.size).toBe(0);
    await engine.flush();
    expect(server.pushes.at(-1)!.map(({ args }) => args[0])).toEqual(["a", "b", "c", "d"]);
  });

  it("names its operations by the configured client before it knows their numbers", async () => {
    const { engine } = create();
    const told: string[] = [];
    engine.on("optimisticUpdate", ({ clientId, id }) => told.push(`${clientId} ${id}`));
    engine.httpClient = { post: () => new Promise<never>(() => {}) };
    void engine.connect().catch(() => {});
    void engine.executeOperation("addTodo", ["t1"]);
    expect(engine.getPendingOperations()).toMatchObject([{ clientId: "c1", id: 0 }]);
    expect(told).toEqual(["c1 0"]);
  });

  it("counts what waits for the server", async () => {
    const { engine } = create();
    engine.isOnline = () => false;
    await engine.executeOperation("addTodo", ["t1"]);
    await engine.sendChange({ type: "delete", entityType: "todo", entityId: "t1" });
    expect([engine.queueLength, engine.getQueuedOperations().length]).toEqual([2, 2]);
  });

  it("says that presence goes nowhere", async () => {
    const { engine, told } = create();
    await engine.updatePresence({ isOnline: true });
    expect(told).toMatchObject([{ message: "Presence goes nowhere: the engine was given no `presenceUrl`" }]);
  });
});

describe("a storage that cannot be opened", () => {
  const startLocked = () => {
    const directory = mkdtempSync(join(tmpdir(), "kalphite-engine-"));
    closing.push(() => rmSync(directory, { recursive: true }));
    const holder = create({ storage: new FileStorage({ directory }) });
    const locked = create({ storage: new FileStorage({ directory }), clientId: "c2" });
    const server = new ScriptedServer();
    for (const { engine } of [holder, locked]) engine.httpClient = server;
    return { holder, server, ...locked };
  };
  const locked = /^The storage cannot be opened: Process \d+ uses this storage/;

  it("is told to everybody who waits, by its own message", async () => {
    const { holder, engine } = startLocked();
    await holder.engine.connect();
    for (const attempt of [
      () => engine.connect(),
      () => engine.executeOperation("addTodo", ["t1"]),
      () => engine.syncState(),
      () => engine.flush(),
    ]) {
      expect(await settled(attempt())).toMatch(locked);
    }
    expect(await settled(engine.sendChange({ type: "delete", entityType: "todo", entityId: "x" }))).toBe(
      "resolved",
    );
    expect(await settled(engine.disconnect())).toBe("resolved");
  });

  it("loses nothing of what was queued meanwhile, once it can be opened", async () => {
    const { holder, engine, server } = startLocked();
    await holder.engine.connect();
    await expect(engine.executeOperation("upserttodo", ["t1", todo("t1")])).rejects.toThrow(locked);
    await expect(engine.executeOperation("upserttodo", ["t2", todo("t2")])).rejects.toThrow(locked);
    expect(engine.getPendingOperations().map(({ args }) => args[0])).toEqual(["t1", "t2"]);
    await holder.engine.disconnect();
    await expect.poll(() => server.sent(), { timeout: 5_000 }).toEqual(["t1", "t2"]);
    expect(engine.queueLength).toBe(0);
    await engine.executeOperation("deletetodo", ["t1"]);
    expect(server.sent()).toEqual(["t1", "t2", "t1"]);
  });
});
