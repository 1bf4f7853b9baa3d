import { once } from "node:events";
import { describe, expect, it } from "vitest";
import type { Entity } from "../../../src/protocol/index.js";
import {
  bearerToken,
  InProcessExchange,
  MemoryServerStore,
  SYSTEM_TIMERS,
  TransientFailure,
  type LegacySocket,
  type ServerRequest,
  type StatePage,
  type StateQuery,
} from "../../../src/server/index.js";
import { operation } from "../pushing.js";
import { FieldClient } from "./field-client.js";
import { onEnd, startLegacyServer, todo } from "./legacy-server.js";

type Change = { readonly type: string; readonly entityId: string; readonly entity?: Entity };
const changesOf = (client: FieldClient) =>
  client.inbox.filter(({ type }) => type === "sync-change").map(({ data }) => data as Change);
const told = (client: FieldClient) => changesOf(client).map(({ type, entityId }) => `${type} ${entityId}`);

describe("P33 a committed change", () => {
  it("of a modern client reaches legacy sockets, in this room alone", async () => {
    const { connect, modern } = await startLegacyServer();
    const client = await connect();
    const elsewhere = await connect("?roomId=other&userId=x");
    await modern("addTodo", "t1", "Milk");
    const added = (await client.next("sync-change"))["data"];
    expect(added).toMatchObject({
      type: "upsert",
      entityType: "todo",
      entityId: "t1",
      entity: { id: "t1", type: "todo", data: { title: "Milk" } },
      userId: "server",
    });
    expect(added).toHaveProperty("timestamp", expect.any(Number));
    expect(added).toHaveProperty("operationId", expect.any(String));
    await modern("deleteTodo", "t1");
    expect((await client.next("sync-change"))["data"]).toMatchObject({
      type: "delete",
      entityType: "todo",
      entityId: "t1",
    });
    await elsewhere.settled();
    expect(elsewhere.inbox).toEqual([]);
  });

  it("of a legacy client reaches the others with its author, and does not come back to the sender", async () => {
    const { connect } = await startLegacyServer();
    const [sender, other] = await Promise.all([connect(), connect("?roomId=default&userId=ben")]);
    sender.upsert(todo("t1"), { operationId: "op-1", userId: "ada" });
    await sender.next("sync-ack");
    const { timestamp: _, ...change } = (await other.next("sync-change"))["data"] as { timestamp: number };
    expect(change).toEqual({
      type: "upsert",
      entityType: "todo",
      entityId: "t1",
      entity: todo("t1"),
      operationId: "op-1",
      userId: "ada",
    });
    await sender.settled();
    expect(sender.inbox).toEqual([]);
  });

  it("comes back to the sender where something else was made of it: a default was filled in", async () => {
    const { connect } = await startLegacyServer();
    const client = await connect();
    client.upsert({ ...todo("t1"), data: { title: "Milk" } } as never);
    await client.next("sync-ack");
    expect((await client.next("sync-change"))["data"]).toMatchObject({ entity: todo("t1") });
  });

  it("comes back to the sender where another change crossed it on the way", async () => {
    const { connect, modern, state } = await startLegacyServer();
    await modern("addTodo", "t1", "Milk");
    const client = await connect();
    await client.next("sync-change");
    await client.settled();
    client.socket.pause();
    await modern("updateTitle", "t1", "Theirs");
    client.upsert(todo("t1", { title: "Mine" }));
    client.socket.resume();
    await client.next("sync-ack");
    // It shows "Theirs" now, which came after it had written "Mine".
    const isMine = ({ data }: { data?: unknown }) =>
      (data as Change).entity?.["data"] !== undefined && JSON.stringify(data).includes("Mine");
    await client.next("sync-change", isMine as never);
    expect(await state()).toMatchObject([{ data: { title: "Mine" } }]);
  });

  it("of an operation that changed several entities is told for each", async () => {
    const { connect, modern } = await startLegacyServer();
    await modern("addProject", "p1", "Home");
    await modern("addTodo", "t1", "Milk", "p1");
    const client = await connect();
    await client.settled();
    client.inbox.length = 0;
    await modern("finishProject", "p1");
    await client.settled();
    expect(told(client)).toEqual(["upsert p1", "upsert t1"]);
  });
});

describe("P33 a legacy client that connects", () => {
  it("is told the room as it is, deletions included", async () => {
    const { connect, modern } = await startLegacyServer();
    for (const id of ["t1", "t2", "t3"]) await modern("addTodo", id, "Milk");
    await modern("deleteTodo", "t2");
    await modern("updateTitle", "t1", "Bread");
    const client = await connect();
    await client.settled();
    expect(told(client)).toEqual(["upsert t3", "delete t2", "upsert t1"]);
    const second = await connect();
    await second.settled();
    expect(told(second)).toEqual(["upsert t3", "delete t2", "upsert t1"]);
  });

  it("is not told what its own first change says already", async () => {
    const { connect, url } = await startLegacyServer();
    const first = new FieldClient(url);
    onEnd(() => first.close());
    first.socket.on("open", () => first.upsert(todo("t1"), { operationId: "x" }));
    await first.next("sync-ack");
    await first.settled();
    expect(told(first)).toEqual([]);
    first.close();
    const again = await connect();
    await again.next("sync-change");
    again.upsert(todo("t1"), { operationId: "y" });
    await again.next("sync-ack");
    await again.settled();
    expect(told(again)).toEqual([]);
  });

  it("gets a room of more than a page, paced, while it changes", async () => {
    const { server, connect, modern, state } = await startLegacyServer({
      limits: { maxStreamBufferBytes: 64 * 1024 },
    });
    const batch = Array.from({ length: 2_500 }, (_, index) =>
      operation(index + 1, "addTodo", [`t${index}`, "x".repeat(150)], "filler"),
    );
    for (let start = 0; start < batch.length; start += 500) {
      await server.push(batch.slice(start, start + 500), { roomId: "default", user: undefined });
    }
    const client = await connect();
    await modern("updateTitle", "t0", "Late");
    await modern("updateTitle", "t2499", "Later");
    const held = new Map<string, Entity>();
    while (held.size < 2_500 || JSON.stringify([...held.values()]).match(/Late/g)?.length !== 2) {
      const { entityId, entity } = (await client.next("sync-change"))["data"] as Required<Change>;
      held.set(entityId, entity);
    }
    expect([...held.values()].sort((a, b) => (a.id < b.id ? -1 : 1))).toEqual(await state());
  });
});

describe("P33 visibility", () => {
  const authenticate = (request: { query: { get(name: string): string | null } }) => ({
    id: request.query.get("access_token") ?? "modern",
  });

  it("is honoured: what a user may not see is a deletion, and comes when it may be seen", async () => {
    const { connect, modern } = await startLegacyServer({
      authenticate,
      allowAnonymous: false,
      visible: (entity: Entity, { user }: { user?: { id: string } }) =>
        user?.id === "ada" || (entity["data"] as { projectId?: string }).projectId !== "secret",
    } as never);
    await modern("addTodo", "t1", "Milk", "secret");
    const ada = await connect("?roomId=default&access_token=ada");
    const ben = await connect("?roomId=default&access_token=ben");
    await Promise.all([ada.settled(), ben.settled()]);
    expect([told(ada), told(ben)]).toEqual([["upsert t1"], ["delete t1"]]);
    expect(JSON.stringify(ben.inbox)).not.toContain("Milk");
    await modern("moveTodo", "t1", "open");
    expect(
      (await ben.next("sync-change", ({ data }) => (data as Change).type === "upsert"))["data"],
    ).toMatchObject({
      entityId: "t1",
    });
    await modern("moveTodo", "t1", "secret");
    await ben.settled();
    expect(told(ben)).toEqual(["delete t1", "delete t1"]);
  });

  it("that changes without the entities changing is told who comes back after `invalidate`, as they must", async () => {
    const hidden = new Set(["t1"]);
    const { server, connect, modern } = await startLegacyServer({
      authenticate,
      allowAnonymous: false,
      visible: (entity: Entity) => !hidden.has(entity.id),
    } as never);
    await modern("addTodo", "t1", "Milk");
    await modern("addTodo", "t2", "Bread");
    const ada = await connect("?roomId=default&access_token=ada");
    const ben = await connect("?roomId=default&access_token=ben");
    await Promise.all([ada.settled(), ben.settled()]);
    ada.inbox.length = ben.inbox.length = 0;
    hidden.clear();
    hidden.add("t2");
    const closed = once(ada.socket, "close");
    await Promise.all([server.invalidate("default", "ada"), modern("addTodo", "t3", "Salt")]);
    expect((await closed)[0]).toBe(1012);
    await ben.settled();
    expect([told(ada), told(ben)]).toEqual([[], ["upsert t3"]]);
    const again = await connect("?roomId=default&access_token=ada");
    await again.settled();
    expect(told(again).sort()).toEqual(["delete t2", "upsert t1", "upsert t3"]);
  });

  it("that another server has invalidated ends the sockets of that user here", async () => {
    const store = new MemoryServerStore();
    const exchange = new InProcessExchange();
    const options = { store, authenticate, allowAnonymous: false } as never;
    const start = () => startLegacyServer({ ...(options as object), notifier: exchange.createNotifier() });
    const [here, there] = [await start(), await start()];
    const ada = await there.connect("?roomId=default&access_token=ada");
    const ben = await there.connect("?roomId=default&access_token=ben");
    await Promise.all([ada.settled(), ben.settled()]);
    const closed = once(ada.socket, "close");
    await here.server.invalidate("default", "ada");
    expect((await closed)[0]).toBe(1012);
    await here.modern("addTodo", "t1", "Milk");
    await ben.next("sync-change");
    expect(told(ada)).toEqual([]);
  });
});

describe("a store that fails while it is asked what a user may see", () => {
  it("is asked again, and the room goes on", async () => {
    class FailingStore extends MemoryServerStore {
      failures = 0;

      override pull(query: StateQuery): StatePage {
        if (query.userId !== undefined && this.failures++ === 0) throw new TransientFailure("Away");
        return super.pull(query);
      }
    }
    const store = new FailingStore();
    const { connect, server, modern } = await startLegacyServer({
      store,
      allowAnonymous: false,
      authenticate: (request: ServerRequest) => ({ id: bearerToken(request)! }),
      timers: {
        ...SYSTEM_TIMERS,
        once: (run: () => void, delayMs: number) => SYSTEM_TIMERS.once(run, Math.min(delayMs, 10)),
      },
    } as never);
    await modern("addTodo", "t1", "Milk");
    const ada = await connect("?roomId=default&access_token=ada");
    const ben = await connect("?roomId=default&access_token=ben");
    await Promise.all([ada.settled(), ben.settled()]);
    const ended = once(ada.socket, "close");
    await server.invalidate("default", "ada");
    await ended;
    expect(store.failures).toBeGreaterThan(1);
    await modern("addTodo", "t2", "Bread");
    await ben.next("sync-change", ({ data }) => (data as { entityId: string }).entityId === "t2");
  });
});

describe("P30 entities that are large next to what may wait to be sent", () => {
  it("come one after the other as the client takes them in, and do not count as a slow client", async () => {
    const maxStreamBufferBytes = 64 * 1024;
    const { server, log } = await startLegacyServer({ limits: { maxStreamBufferBytes } });
    const access = { roomId: "default", user: undefined };
    const tagIds = Array.from({ length: 20 }, (_, index) => `${index}`.padEnd(4_000));
    const batch = Array.from({ length: 10 }, (_, index) =>
      operation(index + 1, "upserttodo", [`t${index}`, todo(`t${index}`, { tagIds })], "filler"),
    );
    const { confirmations } = await server.push(batch, access);
    expect(confirmations).toEqual(confirmations.map(() => expect.objectContaining({ success: true })));
    const told: string[] = [];
    let waiting = 0;
    let mostWaiting = 0;
    const socket: LegacySocket = {
      send: ({ json }) => {
        told.push((JSON.parse(json) as { data: { entityId: string } }).data.entityId);
        waiting += json.length;
        mostWaiting = Math.max(mostWaiting, waiting);
      },
      ping: () => {},
      bufferedBytes: () => waiting,
      pause: () => {},
      resume: () => {},
      close: () => {},
      terminate: () => {},
    };
    const line = server.legacy.open(
      socket,
      {
        method: "GET",
        path: "/",
        query: new URLSearchParams(),
        header: () => undefined,
        native: undefined as never,
      },
      access,
    );
    for (let count = 1; count <= batch.length; count++) {
      while (told.length < count) await new Promise((resolve) => setImmediate(resolve));
      waiting = 0;
      line.onDrain();
    }
    expect(new Set(told).size).toBe(batch.length);
    expect(mostWaiting).toBeGreaterThan(maxStreamBufferBytes);
    expect(mostWaiting).toBeLessThan(4 * maxStreamBufferBytes);
    expect(log).toEqual([]);
  });
});

describe("P30 a slow legacy consumer", () => {
  it("is dropped, and the others are not", async () => {
    const { server, connect, modern, log } = await startLegacyServer({
      limits: { heartbeatIntervalMs: 40, maxStreamBufferBytes: 64 * 1024 },
    });
    const batch = Array.from({ length: 500 }, (_, index) =>
      operation(index + 1, "addTodo", [`t${index}`, "x".repeat(200)], "filler"),
    );
    await server.push(batch, { roomId: "default", user: undefined });
    const stuck = await connect();
    const well = await connect();
    stuck.socket.pause();
    let priority = 0;
    while (!log.some(({ event }) => event === "slow_stream_dropped")) {
      priority = (priority + 1) % 4;
      await modern("setPriority", "t0", priority);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    await well.settled();
    expect(well.socket.readyState).toBe(well.socket.OPEN);
    expect(server.legacy.size).toBe(1);
  });
});

describe("a server that stops", () => {
  it("gives what it has received its verdict, and tells legacy clients to come back", async () => {
    const { connect, close } = await startLegacyServer();
    const client = await connect();
    const closed = new Promise<number>((resolve) => client.socket.once("close", resolve));
    client.upsert(todo("t1"), { operationId: "last" });
    await client.next("sync-ack");
    await close();
    expect(await closed).toBe(1012);
  });
});
