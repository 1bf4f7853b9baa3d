import { once } from "node:events";
import { describe, expect, it, vi } from "vitest";
import { WebSocket } from "ws";
import {
  createSyncServer,
  MemoryServerStore,
  RateLimiter,
  RequestError,
  startNodeServer,
  stateAnswerToMessage,
  type LogEntry,
} from "../../src/server/index.js";
import { operation } from "./pushing.js";
import { todoContract } from "./todo-contract.js";

describe("RateLimiter", () => {
  it("lets a burst through, then what comes in per second, key by key", () => {
    const limiter = new RateLimiter({ perSecond: 10, burst: 20 });
    expect(limiter.take("a", 25, 0)).toBeUndefined();
    expect(limiter.take("a", 1, 0)).toBe(600);
    expect(limiter.take("b", 1, 0)).toBeUndefined();
    expect(limiter.take("a", 1, 500)).toBe(100);
    expect(limiter.take("a", 1, 600)).toBeUndefined();
    expect(limiter.take("a", 20, 100_000)).toBeUndefined();
    expect(limiter.take("a", 1, 100_000)).toBe(100);
  });
});

describe("limits of a server", () => {
  it("P11 tells a client, or a room, that sends too much when to come back", async () => {
    let now = 0;
    const server = createSyncServer({
      contract: todoContract,
      store: new MemoryServerStore(),
      allowAnonymous: true,
      clock: () => now,
      limits: { clientRate: { perSecond: 1, burst: 1 }, roomRate: { perSecond: 1, burst: 3 } },
      log: () => {},
    });
    const push = (clientId: string, id: number) =>
      server
        .push([operation(id, "addTodo", [`${clientId}${id}`, "x"], clientId)], {
          roomId: "r",
          user: undefined,
        })
        .then(
          () => "taken",
          (error: unknown) =>
            error instanceof RequestError ? `${error.code} ${error.retryAfterMs}` : "lost",
        );
    expect([await push("a", 1), await push("a", 2), await push("b", 1), await push("c", 1)]).toEqual([
      "taken",
      "rate_limited 1000",
      "taken",
      "taken",
    ]);
    expect(await push("d", 1)).toBe("rate_limited 1000");
    now = 1_000;
    expect(await push("a", 2)).toBe("taken");
    await server.close();
  });

  it("lets a room hold so many entities, and what makes it no larger pass", async () => {
    const server = createSyncServer({
      contract: todoContract,
      store: new MemoryServerStore(),
      allowAnonymous: true,
      limits: { maxRoomEntities: 2 },
    });
    let id = 0;
    const push = async (...operations: readonly (readonly [string, ...string[]])[]) => {
      const batch = operations.map(([name, ...args]) => operation(++id, name, args));
      const { confirmations } = await server.push(batch, { roomId: "r", user: undefined });
      return confirmations.map(({ code = "ok" }) => code);
    };
    expect(
      await push(["addTodo", "a", "A"], ["addTodo", "a", "A"], ["addTodo", "b", "B"], ["addTodo", "c", "C"]),
    ).toEqual(["ok", "already_exists", "ok", "room_full"]);
    expect(await push(["completeTodo", "a"], ["addTodo", "c", "C"])).toEqual(["ok", "room_full"]);
    expect(await push(["deleteTodo", "a"], ["addTodo", "c", "C"], ["addTodo", "d", "D"])).toEqual([
      "ok",
      "ok",
      "room_full",
    ]);
    const { entities } = stateAnswerToMessage(await server.pull({}, { roomId: "r", user: undefined }));
    expect(entities.map((entity) => entity.id)).toEqual(["b", "c"]);
    await server.close();
  });

  it("takes so many streams of one room, and others of another", async () => {
    const server = createSyncServer({
      contract: todoContract,
      store: new MemoryServerStore(),
      allowAnonymous: true,
      limits: { maxRoomStreams: 1 },
    });
    const stream = (roomId: string) => ({
      roomId,
      user: undefined,
      clientId: undefined,
      send: () => {},
      ping: () => {},
      end: () => {},
    });
    const leave = server.subscribe(stream("r"));
    expect(() => server.subscribe(stream("r"))).toThrow(expect.objectContaining({ code: "overloaded" }));
    server.subscribe(stream("other"));
    leave();
    server.subscribe(stream("r"));
    await server.close();
  });

  it("counts legacy sockets among the streams of their room", async () => {
    const server = createSyncServer({
      contract: todoContract,
      store: new MemoryServerStore(),
      allowAnonymous: true,
      limits: { maxRoomStreams: 1 },
    });
    const node = await startNodeServer(server);
    const socket = new WebSocket(`${node.url.replace("http", "ws")}/sync/legacy?roomId=r`);
    await once(socket, "open");
    const stream = (roomId: string) => ({
      roomId,
      user: undefined,
      clientId: undefined,
      send: () => {},
      ping: () => {},
      end: () => {},
    });
    expect(() => server.subscribe(stream("r"))).toThrow(expect.objectContaining({ code: "overloaded" }));
    server.subscribe(stream("other"));
    socket.terminate();
    await vi.waitFor(() => server.subscribe(stream("r")));
    await node.close();
  });

  it.each([0, 29 * 24 * 60 * 60 * 1_000, Number.NaN])(
    "P6 refuses to forget clients that may send again what was applied: after %d ms",
    (idleClientMs) => {
      const create = (maintenance: object) =>
        createSyncServer({
          contract: todoContract,
          store: new MemoryServerStore(),
          allowAnonymous: true,
          maintenance,
        });
      expect(() => create({ idleClientMs })).toThrow(
        /idleClientMs is (\d+|NaN), and must be at least .*30 days/,
      );
      void create({ idleClientMs: 30 * 24 * 60 * 60 * 1_000 }).close();
    },
  );

  it("P19 maintains by what is old enough, and says so in the log", async () => {
    let now = 0;
    const log: LogEntry[] = [];
    const server = createSyncServer({
      contract: todoContract,
      store: new MemoryServerStore(),
      allowAnonymous: true,
      clock: () => now,
      maintenance: { tombstoneRetentionMs: 1_000, intervalMs: 0 },
      log: (entry) => log.push(entry),
    });
    const access = { roomId: "r", user: undefined };
    await server.push([operation(1, "addTodo", ["a", "A"])], access);
    const { stateVersion } = stateAnswerToMessage(await server.pull({}, access));
    await server.push([operation(2, "deleteTodo", ["a"])], access);
    now = 900;
    expect((await server.maintain()).tombstones).toBe(0);
    expect(stateAnswerToMessage(await server.pull({ stateVersion }, access)).deletedEntityIds).toEqual(["a"]);
    now = 1_100;
    expect((await server.maintain()).tombstones).toBe(1);
    expect(stateAnswerToMessage(await server.pull({ stateVersion }, access)).reset).toBe(true);
    expect(log.map(({ event }) => event)).toEqual(["maintained", "maintained"]);
    await server.close();
  });
});
