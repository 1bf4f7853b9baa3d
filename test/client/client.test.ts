import { beforeEach, describe, expect, it } from "vitest";
import { MemoryStorage, TransportError, type StateChange, type ViewChange } from "../../src/client/index.js";
import { createSample, settled } from "./sample-client.js";
import { sampleContract } from "./sample-contract.js";
import { SimulatedServer } from "./simulated-server.js";

let server: SimulatedServer;
beforeEach(() => {
  server = new SimulatedServer(sampleContract);
});

describe("mutate", () => {
  it("shows its effect before the next line, and its verdict later (P20, P21)", async () => {
    const { client } = createSample(server);
    await client.connect();
    const mutation = client.mutate.addTodo("a", "milk");
    expect(client.todo.get("a")?.data.title).toBe("milk");
    expect(mutation).toMatchObject({ id: 1, operation: { name: "addTodo", args: ["a", "milk"] } });
    expect(await mutation.confirmed).toEqual({ ok: true });
    expect(await client.flush()).toEqual({ ok: true });
    expect(client.todo.get("a")).toEqual(server.entities()[0]);
    expect(client.status.pending).toBe(0);
  });

  it("keeps the effect of a confirmed operation until a pull contains it (P22)", async () => {
    const { client, transport } = createSample(server);
    await client.connect();
    await client.flush();
    await settled();
    const mutation = client.mutate.addTodo("a", "milk");
    const pull = transport.pull;
    transport.pull = () => new Promise(() => {});
    expect(await mutation.confirmed).toEqual({ ok: true });
    await settled();
    expect(client.todo.get("a")).toBeDefined();
    expect(client.status.pending).toBe(1);
    transport.pull = pull;
    await client.disconnect();
  });

  it("drops a refused operation at once and tells why (P8, P22)", async () => {
    const { client, errors } = createSample(server);
    await client.connect();
    const refused = client.mutate.rejectOnServer("a");
    const next = client.mutate.addTodo("b", "bread");
    expect(client.todo.get("a")).toBeDefined();
    expect(await refused.confirmed).toEqual({ ok: false, code: "no_thanks", message: "no_thanks" });
    expect(client.todo.get("a")).toBeUndefined();
    expect(await next.confirmed).toEqual({ ok: true });
    expect(errors).toMatchObject([{ kind: "operation", code: "no_thanks", operation: { id: 1 } }]);
  });

  it("shows nothing of a mutator that throws, and waits for the verdict all the same", async () => {
    const { client } = createSample(server);
    await client.connect();
    const mutation = client.mutate.throwEverywhere("a");
    expect(client.todo.all()).toEqual([]);
    expect(client.status.pending).toBe(1);
    expect(await mutation.confirmed).toMatchObject({ ok: false, code: "handler_failed" });
  });

  it("queues nothing that the contract refuses", async () => {
    const { client, transport, errors } = createSample(server);
    const mutation = client.mutate.addTodo(7, "milk");
    expect(mutation.id).toBe(0);
    expect(await mutation.confirmed).toMatchObject({
      ok: false,
      code: "invalid_arguments",
      issues: [{ path: [0] }],
    });
    const circular: unknown[] = [];
    circular.push(circular);
    expect(await client.mutate.addTodo("a", circular).confirmed).toMatchObject({ code: "invalid_arguments" });
    expect(await client.engine.executeOperation("constructor", []).confirmed).toMatchObject({
      code: "unknown_operation",
    });
    expect(errors.map(({ code }) => code)).toEqual([
      "invalid_arguments",
      "invalid_arguments",
      "unknown_operation",
    ]);
    expect(client.status.pending).toBe(0);
    expect(transport.log).toEqual([]);
  });

  it("trims absent arguments at the end and sends what JSON makes of the rest", () => {
    const { client } = createSample(server);
    const title = "kept";
    expect(client.mutate.maybe("a", undefined).operation.args).toEqual(["a"]);
    expect(client.mutate.maybe("a", title, undefined, 1).operation.args).toEqual(["a", "kept", null, 1]);
  });

  it("refuses beyond the limit of the queue, and drops nothing (P23)", async () => {
    const { client } = createSample(server, { offlineQueueLimit: 2 });
    client.mutate.addTodo("a", "1");
    client.mutate.addTodo("b", "2");
    const third = client.mutate.addTodo("c", "3");
    expect(await third.confirmed).toMatchObject({ ok: false, code: "queue_full" });
    expect(client.todo.all().map(({ id }) => id)).toEqual(["a", "b"]);
    await client.connect();
    expect(await client.flush()).toEqual({ ok: true });
    expect(server.applied).toHaveLength(2);
  });

  it("refuses what no request could carry, since it would hold up all behind it (P11)", async () => {
    const { client, errors } = createSample(server, { maxOperationBytes: 39 });
    const title = "ééééé ééééé ééééé";
    expect(await client.mutate.addTodo("a", title).confirmed).toMatchObject({ code: "body_too_large" });
    expect(client.mutate.addTodo("a", "short").operation.args).toHaveLength(2);
    expect(errors).toMatchObject([{ kind: "operation", code: "body_too_large" }]);
    expect(client.status.pending).toBe(1);
  });

  it("numbers operations from before the queue was loaded behind those in it (P4)", async () => {
    const storage = new MemoryStorage();
    const first = createSample(server, { storage });
    await first.client.connect();
    first.transport.failure = new Error("no network");
    first.client.mutate.addTodo("a", "1");
    await settled();
    await first.client.disconnect();

    const second = createSample(server, { storage });
    const early = second.client.mutate.updateTitle("a", "2");
    expect(early.id).toBe(0);
    expect(second.client.todo.get("a")).toBeUndefined();
    await second.client.connect();
    expect(early.id).toBe(2);
    expect(second.client.todo.get("a")?.data.title).toBe("2");
    expect(await early.confirmed).toEqual({ ok: true });
    expect(server.applied.map((name) => name.split("/")[1])).toEqual(["1", "2"]);
  });
});

describe("requests", () => {
  it("send one batch at a time, in order, and look at it when all are sent (P20)", async () => {
    server.pageSize = 10;
    const { client, transport } = createSample(server, { batchSize: 2 });
    for (const id of ["a", "b", "c", "d", "e"]) client.mutate.addTodo(id, id);
    await client.connect();
    expect(await client.flush()).toEqual({ ok: true });
    expect(transport.log).toEqual(["pull all", "push 1,2", "push 3,4", "push 5", "pull e1.0"]);
  });

  it("send only what is on disk (P20)", async () => {
    const storage = new MemoryStorage();
    let finishWrite = (): void => {};
    const write = storage.write.bind(storage);
    storage.write = async (changes) => {
      await new Promise<void>((resolve) => (finishWrite = resolve));
      return write(changes);
    };
    const { client, transport } = createSample(server, { storage });
    await client.connect();
    client.mutate.addTodo("a", "1");
    await settled();
    expect(transport.log.filter((line) => line.startsWith("push"))).toEqual([]);
    storage.write = write;
    finishWrite();
    expect(await client.flush()).toEqual({ ok: true });
  });

  it("repeat what got no answer, and apply it once (P6, P25)", async () => {
    const { client, environment, transport } = createSample(server);
    await client.connect();
    await settled();
    transport.loseAnswers = true;
    const mutation = client.mutate.increment("n");
    await settled();
    expect(server.applied).toHaveLength(1);
    transport.loseAnswers = false;
    await environment.advance(30_000);
    expect(await mutation.confirmed).toEqual({ ok: true });
    expect(server.applied).toHaveLength(1);
    expect(client.engine.get("counter", "n")).toMatchObject({ count: 1 });
  });

  it("wait longer after each failed push, though pulls in between are answered (P24)", async () => {
    const { client, environment, transport } = createSample(server);
    await client.connect();
    await settled();
    const push = transport.push;
    const times: number[] = [];
    transport.push = (operations, signal) => {
      times.push(environment.now());
      return times.length > 5 ? push(operations, signal) : Promise.reject(new Error("cut off"));
    };
    const mutation = client.mutate.increment("n");
    await settled();
    for (let seconds = 0; times.length < 6 && seconds < 120; seconds++) await environment.advance(1_000);
    expect(await mutation.confirmed).toEqual({ ok: true });
    const waits = times.slice(1).map((time, index) => time - times[index]!);
    expect(waits).toEqual(waits.toSorted((a, b) => a - b));
    expect(waits.at(-1)).toBeGreaterThan(4 * waits[0]!);
  });

  it("wait longer after each failure, and as long as the server asks (P9, P24)", async () => {
    const { client, environment, transport } = createSample(server);
    transport.failure = new TransportError("overloaded", "busy", { status: 503, retryAfterMs: 10_000 });
    await client.connect();
    await settled();
    await environment.advance(10_499);
    expect(transport.log).toHaveLength(1);
    await environment.advance(1);
    expect(transport.log).toHaveLength(2);
    transport.failure = new Error("unreachable");
    await environment.advance(11_000);
    expect(transport.log).toHaveLength(3);
    await environment.advance(1999);
    expect(transport.log).toHaveLength(3);
    await environment.advance(1);
    expect(transport.log).toHaveLength(4);
    environment.part = 0;
    transport.failure = undefined;
    await environment.advance(30_000);
    expect(client.status).toMatchObject({ online: true, lastSyncedAt: environment.now() });
  });

  it.each([
    [400, "invalid_request"],
    [401, "unauthenticated"],
    [403, "client_not_yours"],
    [409, "contract_unsupported"],
    [413, "body_too_large"],
  ])("stop after %i %s until the application connects again (P24, P35)", async (status, code) => {
    const { client, environment, transport, errors } = createSample(server);
    await client.connect();
    await settled();
    transport.failure = new TransportError(code, "no", { status });
    const mutation = client.mutate.addTodo("a", "1");
    await settled();
    const requests = transport.log.length;
    await environment.advance(10 * 60_000);
    expect(transport.log).toHaveLength(requests);
    expect(errors).toEqual([{ kind: "request", code, message: "no", status, willRetry: false }]);
    expect(await client.flush()).toEqual({ ok: false, code, message: "no" });
    expect(client.status).toMatchObject({ blocked: code, pending: 1 });
    expect(client.todo.get("a")).toBeDefined();

    transport.failure = undefined;
    await client.connect();
    expect(await mutation.confirmed).toEqual({ ok: true });
    expect(client.status.blocked).toBeUndefined();
  });

  it("send a batch that is too large in halves (P11)", async () => {
    const { client, transport } = createSample(server);
    const push = transport.push;
    transport.push = (operations, signal) => {
      if (operations.length <= 2) return push(operations, signal);
      transport.log.push(`refused ${operations.length}`);
      return Promise.reject(new TransportError("body_too_large", "no", { status: 413 }));
    };
    for (const id of ["a", "b", "c", "d", "e"]) client.mutate.addTodo(id, id);
    await client.connect();
    expect(await client.flush()).toEqual({ ok: true });
    expect(transport.log).toEqual(
      expect.arrayContaining(["refused 5", "refused 3", "push 1,2", "push 3,4", "push 5"]),
    );
  });

  it("begin anew under another name where the server forgot this client (P7)", async () => {
    const { client } = createSample(server);
    await client.connect();
    await client.mutate.addTodo("a", "1").confirmed;
    await client.flush();
    server.outcomes.clear();
    const mutation = client.mutate.addTodo("b", "2");
    expect(mutation.id).toBe(2);
    expect(await mutation.confirmed).toEqual({ ok: true });
    expect(mutation.id).toBe(1);
    expect(await client.flush()).toEqual({ ok: true });
    expect(client.todo.all().map(({ id }) => id)).toEqual(["a", "b"]);
  });

  it("send again what a server that went back in time has lost, as far as it is still held (P7)", async () => {
    const { client, environment, transport } = createSample(server);
    await client.connect();
    await client.mutate.increment("n").confirmed;
    await client.flush();
    const pull = transport.pull;
    transport.pull = () => Promise.reject(new Error("unreachable"));
    const [before, outcomes] = [server.entities()[0]!, server.outcomes.get(client.engine.clientId)!];
    await client.mutate.increment("n").confirmed;
    server.put(before);
    outcomes.length = 1;
    await settled();
    transport.pull = pull;
    await environment.advance(30_000);
    expect(await client.mutate.increment("n").confirmed).toEqual({ ok: true });
    expect(await client.flush()).toEqual({ ok: true });
    expect(transport.log.filter((line) => line.startsWith("push"))).toEqual([
      "push 1",
      "push 2",
      "push 2",
      "push 3",
    ]);
    expect(client.engine.get("counter", "n")).toMatchObject({ count: 3 });
  });

  it("believe no confirmation of another client", async () => {
    const { client, transport, environment } = createSample(server);
    await client.connect();
    await settled();
    const push = transport.push;
    transport.push = async (operations) => ({
      confirmations: operations.map(({ id }) => ({
        operationId: id,
        clientId: "someone else",
        success: true,
        serverTimestamp: 0,
      })),
    });
    const mutation = client.mutate.addTodo("a", "1");
    await settled();
    expect(client.status.pending).toBe(1);
    transport.push = push;
    await environment.advance(30_000);
    expect(await mutation.confirmed).toEqual({ ok: true });
  });

  it("time out (P24)", async () => {
    const { client, environment, transport, errors } = createSample(server, { requestTimeoutMs: 5_000 });
    let aborted = false;
    transport.pull = (_request, signal) =>
      new Promise(() => signal.addEventListener("abort", () => (aborted = true)));
    await client.connect();
    await environment.advance(5_000);
    expect(aborted).toBe(true);
    expect(errors).toMatchObject([{ kind: "request", code: "timeout", willRetry: true }]);
    await client.disconnect();
  });

  it("are not aborted once they are answered", async () => {
    const { client, transport } = createSample(server);
    const signals: AbortSignal[] = [];
    const { pull } = transport;
    transport.pull = (request, signal) => {
      signals.push(signal);
      return pull(request, signal);
    };
    await client.connect();
    await settled();
    await client.disconnect();
    expect(signals.map(({ aborted }) => aborted)).toEqual([false]);
  });
});

describe("hints", () => {
  it("cause a pull, one more when they come during one, and none for what is held (P28)", async () => {
    const { client, transport } = createSample(server);
    await client.connect();
    await settled();
    transport.log.length = 0;
    transport.hint();
    await settled();
    expect(transport.log).toEqual([]);

    let open = (): void => {};
    transport.gate = new Promise((resolve) => (open = resolve));
    server.put({ id: "a", type: "todo", data: { title: "1", done: false } });
    transport.hint();
    transport.hint();
    expect(transport.log).toHaveLength(1);
    open();
    await settled();
    expect(client.todo.get("a")).toBeDefined();
    expect(transport.log).toHaveLength(1);

    transport.gate = new Promise((resolve) => (open = resolve));
    transport.hints.forEach(({ onOpen }) => onOpen());
    server.put({ id: "b", type: "todo", data: { title: "1", done: false } });
    server.put({ id: "c", type: "todo", data: { title: "1", done: false } });
    transport.hints.forEach(({ onOpen }) => onOpen());
    open();
    await settled();
    expect(transport.log).toHaveLength(3);
  });

  it("may be missed: polling finds what changed (P27)", async () => {
    const { client, environment } = createSample(server, { pollIntervalMs: 1_000 });
    await client.connect();
    await settled();
    for (const id of ["a", "b"]) {
      server.put({ id, type: "todo", data: { title: "1", done: false } });
      await environment.advance(1_000);
      expect(client.todo.get(id)).toBeDefined();
    }
  });

  it("bring verdicts ahead of the answer (P29)", async () => {
    const { client, transport } = createSample(server);
    await client.connect();
    await settled();
    const push = transport.push;
    let answer = (): void => {};
    transport.push = async (operations, signal) => {
      const response = await push(operations, signal);
      await new Promise<void>((resolve) => (answer = resolve));
      return response;
    };
    const mutation = client.mutate.addTodo("a", "1");
    await settled();
    const data = server.outcomes.get(client.engine.clientId)![0]!;
    transport.hints.forEach(({ onNotification }) =>
      onNotification({ type: "operation_confirmed", data, timestamp: 0 }),
    );
    expect(await mutation.confirmed).toEqual({ ok: true });
    answer();
    expect(await client.flush()).toEqual({ ok: true });
  });

  it("are taken together where they come in one go, in their order with hints", async () => {
    const { client, transport } = createSample(server);
    await client.connect();
    await settled();
    const { push } = transport;
    transport.push = async (operations, signal) => {
      await push(operations, signal);
      return new Promise(() => {});
    };
    for (const id of ["a", "b", "c"]) client.mutate.rejectOnServer(id);
    await settled();
    const pending: number[] = [];
    client.onStatus((status) => pending.push(status.pending));
    const tell = (index: number): void => {
      const data = server.outcomes.get(client.engine.clientId)![index]!;
      for (const { onNotification } of transport.hints) {
        onNotification({ type: "operation_confirmed", data, timestamp: 0 });
      }
    };
    tell(0);
    tell(1);
    transport.hint();
    tell(2);
    expect(pending, "before the hint").toEqual([1]);
    await settled();
    expect(pending).toEqual([1, 0]);
    await client.disconnect();
  });
});

describe("collections", () => {
  it("answer reads, ordered by id, with the same array until something changes", async () => {
    const { client } = createSample(server);
    for (const id of ["c", "a", "b"]) client.mutate.addTodo(id, id);
    client.mutate.completeTodo("b");
    const all = client.todo.all();
    expect(all.map(({ id }) => id)).toEqual(["a", "b", "c"]);
    expect([...client.todo]).toEqual(all);
    expect(client.todo.where({ done: true }).map(({ id }) => id)).toEqual(["b"]);
    expect(client.todo.where(({ id }) => id > "a")).toHaveLength(2);
    expect(client.todo.count()).toBe(3);
    expect(client.todo.count({ done: false })).toBe(2);
    expect(client.entities.todo).toBe(client.todo);
    client.mutate.increment("n");
    expect(client.todo.all()).toBe(all);
    client.mutate.deleteTodo("a");
    client.mutate.addTodo("bb", "x");
    expect(client.todo.all().map(({ id }) => id)).toEqual(["b", "bb", "c"]);
    expect(all).toHaveLength(3);
  });

  it("tell each subscriber once per change, and only of what it asked for (P21)", async () => {
    const { client } = createSample(server);
    await client.connect();
    await client.flush();
    const told: string[] = [];
    const note = (name: string) => (change: ViewChange) =>
      told.push(`${name}: ${[...change].map(([type, ids]) => `${type} ${[...ids].join()}`).join()}`);
    const stop = [
      client.subscribe(note("all")),
      client.todo.subscribe(note("todo")),
      client.todo.subscribe("a", note("a")),
    ];
    client.mutate.addTodo("b", "1");
    expect(told).toEqual(["all: todo b", "todo: todo b"]);
    told.length = 0;
    client.mutate.addTodo("a", "1");
    expect(told).toEqual(["all: todo a", "todo: todo a", "a: todo a"]);
    await client.flush();
    told.length = 0;
    client.mutate.increment("n");
    expect(told).toEqual(["all: counter n"]);
    for (const end of stop) end();
    told.length = 0;
    client.mutate.deleteTodo("a");
    expect(told).toEqual([]);
  });

  it("let a listener act, and tell in the order in which things happened", async () => {
    const { client } = createSample(server);
    const seen: number[] = [];
    client.todo.subscribe("a", () => {
      if (client.todo.count() === 1) client.mutate.addTodo("b", "from the listener");
    });
    client.todo.subscribe(() => seen.push(client.todo.count()));
    client.mutate.addTodo("a", "1");
    expect(client.todo.count()).toBe(2);
    expect(seen).toEqual([1, 2]);
  });
});

describe("disconnect", () => {
  it("leaves no timer, listener or stream, and everything queued", async () => {
    const { client, environment, transport } = createSample(server);
    await client.connect();
    await settled();
    transport.failure = new Error("unreachable");
    client.mutate.addTodo("a", "1");
    await settled();
    expect(environment.timers).toBeGreaterThan(0);
    await client.disconnect();
    expect(environment.timers).toBe(0);
    expect(environment.listeners).toBe(0);
    expect(transport.hints.size).toBe(0);
    expect(await client.flush()).toMatchObject({ ok: false, code: "disconnected" });
    expect(client.status).toMatchObject({ connected: false, pending: 1 });
    transport.failure = undefined;
    await client.connect();
    expect(await client.flush()).toEqual({ ok: true });
  });

  it("gives up the request on its way", async () => {
    const { client, environment, transport } = createSample(server);
    transport.gate = new Promise(() => {});
    await client.connect();
    await client.disconnect();
    expect(environment.timers).toBe(0);
  });
});

describe("status", () => {
  it("follows the network, and what comes back is asked at once (P27)", async () => {
    const { client, environment, transport } = createSample(server);
    const told: boolean[] = [];
    client.onStatus(({ online }) => told.push(online));
    await client.connect();
    await settled();
    environment.setOnline(false);
    client.mutate.addTodo("a", "1");
    await settled();
    expect(transport.log.filter((line) => line.startsWith("push"))).toEqual([]);
    environment.setOnline(true);
    expect(await client.flush()).toEqual({ ok: true });
    expect(client.status.online).toBe(true);
    expect(told.filter((online, index) => online !== told[index - 1])).toEqual([false, true, false, true]);
  });

  it("connects anew without trusting an answer from before to be the newest (P27)", async () => {
    const { client, transport } = createSample(server);
    const { pull } = transport;
    let release = (): void => {};
    const gate = new Promise<void>((resolve) => (release = resolve));
    transport.pull = async (request, signal) => {
      const answer = await pull(request, signal);
      await gate;
      return answer;
    };
    await client.connect();
    await settled();
    transport.hint();
    const other = createSample(server);
    await other.client.connect();
    await other.client.mutate.addTodo("a", "1").confirmed;
    await client.connect();
    release();
    await settled();
    expect(client.todo.all().map(({ id }) => id)).toEqual(["a"]);
    await other.client.disconnect();
  });
});

describe("storage", () => {
  it("keeps the queue, the entities and the version across restarts (P4, P20)", async () => {
    const storage = new MemoryStorage();
    const first = createSample(server, { storage });
    await first.client.connect();
    await first.client.mutate.addTodo("a", "1").confirmed;
    await first.client.flush();
    await first.client.disconnect();
    first.client.mutate.addTodo("b", "2");
    await settled();

    const second = createSample(server, { storage });
    second.transport.failure = new Error("no network");
    await second.client.connect();
    expect(second.client.todo.all().map(({ id }) => id)).toEqual(["a", "b"]);
    expect(second.client.engine.clientId).toBe(first.client.engine.clientId);
    second.transport.failure = undefined;
    await second.environment.advance(30_000);
    expect(await second.client.flush()).toEqual({ ok: true });
    expect(second.transport.log).toContain("pull e1.1");
    expect(server.applied.map((name) => name.split("/")[1])).toEqual(["1", "2"]);
  });

  it("is fetched anew under another contract, and its queue is sent all the same (P16, P35)", async () => {
    const storage = new MemoryStorage();
    server.put({ id: "a", type: "todo", data: { title: "1", done: false } });
    server.put({ id: "n", type: "counter", count: 1 });
    const first = createSample(server, { storage });
    await first.client.connect();
    await first.client.flush();
    await settled();
    first.transport.failure = new Error("no network");
    first.client.mutate.addTodo("b", "2");
    await settled();
    await first.client.disconnect();

    const second = createSample(server, { storage, entityTypes: ["todo"] });
    await second.client.connect();
    expect(await second.client.flush()).toEqual({ ok: true });
    expect(second.transport.log.find((line) => line.startsWith("pull"))).toBe("pull all");
    expect(server.applied).toEqual([`${second.client.engine.clientId}/1`]);
  });

  it("P35 tells of each operation the contract under which it was queued, where that is not this one", async () => {
    const storage = new MemoryStorage();
    const first = createSample(server, { storage });
    first.transport.failure = new Error("no network");
    await first.client.connect();
    first.client.mutate.addTodo("a", "1");
    await settled();
    await first.client.disconnect();

    const newer = { ...sampleContract, fingerprint: "1".repeat(64) };
    const second = createSample(server, { storage }, newer);
    second.client.mutate.addTodo("b", "2");
    await second.client.connect();
    expect(await second.client.flush()).toEqual({ ok: true });
    const third = createSample(server, { storage }, newer);
    await third.client.connect();
    third.client.mutate.addTodo("c", "3");
    expect(await third.client.flush()).toEqual({ ok: true });
    expect(server.appliedOperations.map(({ contract }) => contract)).toEqual([
      sampleContract.fingerprint,
      undefined,
      undefined,
    ]);
  });

  it("of another contract shows what fits this one until it is fetched anew (P35)", async () => {
    const storage = new MemoryStorage();
    const put = [
      { id: "a", type: "todo", data: { title: "fits", done: false } },
      { id: "b", type: "todo", data: {} },
      { id: "c", type: "constructor" },
    ];
    const operation = { name: "gone", args: [], id: 1, clientId: "c", timestamp: 1 };
    const record = {
      clientId: "c",
      lastId: 1,
      sentId: 0,
      coveredId: 0,
      stateVersion: "e1.0",
      scope: "another",
    };
    await storage.write([{ record, put, append: [{ key: "k", operation }] }]);
    const { client, transport, errors } = createSample(server, { storage });
    transport.failure = new Error("no network");
    await client.connect();
    expect(client.todo.all().map(({ id }) => id)).toEqual(["a"]);
    expect(client.engine.pendingOperations).toEqual([operation]);
    await settled();
    transport.failure = undefined;
    await client.connect();
    expect(await client.flush()).toEqual({ ok: true });
    await settled();
    expect(errors).toContainEqual(expect.objectContaining({ code: "unknown_operation", operation }));
    expect(client.todo.all()).toEqual([]);
  });

  it("that has no room for entities keeps the operations all the same (P20, P23)", async () => {
    const storage = new MemoryStorage();
    const write = storage.write.bind(storage);
    let hasRoom = false;
    storage.write = (changes) =>
      !hasRoom && changes.some(({ put = [] }) => put.length > 1)
        ? Promise.reject(new Error("full"))
        : write(changes);
    for (const id of ["a", "b"]) server.put({ id, type: "todo", data: { title: "1", done: false } });
    const first = createSample(server, { storage });
    await first.client.connect();
    await settled();
    expect(first.errors).toMatchObject([{ kind: "storage", code: "storage_failed" }]);
    expect(first.client.todo.count()).toBe(2);
    expect(await first.client.mutate.addTodo("c", "1").confirmed).toEqual({ ok: true });
    expect(await first.client.flush()).toEqual({ ok: true });
    first.transport.failure = new Error("unreachable");
    first.client.mutate.addTodo("d", "1");
    await settled();
    await first.client.disconnect();
    expect(await storage.load()).toMatchObject({ queue: [{ operation: { id: 2 } }], entities: [] });

    hasRoom = true;
    const second = createSample(server, { storage });
    await second.client.connect();
    expect(await second.client.flush()).toEqual({ ok: true });
    expect(second.transport.log[0]).toBe("pull all");
    expect(second.client.todo.all().map(({ id }) => id)).toEqual(["a", "b", "c", "d"]);
    await second.client.disconnect();
    expect((await storage.load())?.entities).toHaveLength(4);
  });

  it("that was full, and then failed altogether, says no version of entities that it has not (P13)", async () => {
    const storage = new MemoryStorage();
    const write = storage.write.bind(storage);
    let refuses: (change: StateChange) => boolean = ({ put }) => put !== undefined && put.length > 0;
    storage.write = (changes) => (changes.some(refuses) ? Promise.reject(new Error("full")) : write(changes));
    for (const id of ["a", "b"]) server.put({ id, type: "todo", data: { title: "1", done: false } });
    const first = createSample(server, { storage });
    await first.client.connect();
    await settled();
    expect((await storage.load())?.record.stateVersion).toBeUndefined();

    first.transport.failure = new Error("unreachable");
    refuses = () => true;
    first.client.mutate.addTodo("c", "1");
    await settled();
    refuses = () => false;
    await first.environment.advance(1_000);
    expect(await storage.load()).toMatchObject({ queue: [{ operation: { id: 1 } }], entities: [] });
    expect((await storage.load())?.record.stateVersion).toBeUndefined();
    await first.client.disconnect();
  });

  it("that fails is told and tried again; nothing is sent before it works (P20)", async () => {
    const storage = new MemoryStorage();
    const write = storage.write.bind(storage);
    storage.write = () => Promise.reject(new Error("disk full"));
    const { client, environment, errors, transport } = createSample(server, { storage });
    await client.connect();
    client.mutate.addTodo("a", "1");
    await settled();
    expect(errors).toMatchObject([{ kind: "storage", code: "storage_failed" }]);
    expect(await client.flush()).toMatchObject({ ok: false, code: "storage_failed" });
    expect(transport.log.filter((line) => line.startsWith("push"))).toEqual([]);
    storage.write = write;
    await environment.advance(30_000);
    expect(await client.flush()).toEqual({ ok: true });
  });
});
