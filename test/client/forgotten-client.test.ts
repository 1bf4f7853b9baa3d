import { beforeEach, describe, expect, it } from "vitest";
import {
  createSyncClient,
  MemoryStorage,
  TransportError,
  type ClientStorage,
  type SyncError,
  type SyncTransport,
} from "../../src/client/index.js";
import {
  createSyncServer,
  MemoryServerStore,
  stateAnswerToMessage,
  type SyncServer,
} from "../../src/server/index.js";
import { settled, TestEnvironment, type SampleClient } from "./sample-client.js";
import { sampleContract } from "./sample-contract.js";

const DAY_MS = 24 * 60 * 60 * 1000;
const access = { roomId: "default", user: undefined };

/** The requests of one client to the core of a server; they or their answers can be lost. */
class CoreTransport implements SyncTransport {
  readonly #server: SyncServer;
  lost: "nothing" | "requests" | "answers" = "nothing";

  constructor(server: SyncServer) {
    this.#server = server;
  }

  push: SyncTransport["push"] = (operations) =>
    this.#ask(async () => {
      const { confirmations, expectedOperationId } = await this.#server.push(operations, access);
      if (expectedOperationId === undefined) return { confirmations };
      const detail = { code: "operation_gap", message: "a gap", expectedOperationId, confirmations };
      throw new TransportError(detail.code, detail.message, { status: 409, detail });
    });

  pull: SyncTransport["pull"] = (request) =>
    this.#ask(async () => stateAnswerToMessage(await this.#server.pull(request, access)));

  async #ask<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
    if (this.lost === "requests") throw new Error("unreachable");
    const answer = await ask();
    if (this.lost === "answers") throw new Error("the answer was lost");
    return answer;
  }
}

let environment: TestEnvironment;
let server: SyncServer;
beforeEach(() => {
  environment = new TestEnvironment();
  server = createSyncServer({
    contract: sampleContract,
    store: new MemoryServerStore(),
    allowAnonymous: true,
    clock: environment.now,
    maintenance: { intervalMs: 0 },
    log: () => {},
  });
});

function connectClient(storage: ClientStorage = new MemoryStorage()) {
  const transport = new CoreTransport(server);
  const errors: SyncError[] = [];
  const client = createSyncClient<SampleClient>(sampleContract, {
    transport,
    environment,
    storage,
    onError: (error) => errors.push(error),
  });
  return { client, transport, errors };
}

async function counters(): Promise<readonly (readonly [string, unknown])[]> {
  const { entities } = stateAnswerToMessage(await server.pull({}, access));
  return entities.map(({ id, count }) => [id, count]);
}

/** A copy of what a storage holds, as copying its folder would make one. */
async function copyOf(storage: ClientStorage): Promise<MemoryStorage> {
  const copy = new MemoryStorage();
  const { record, queue, entities } = (await storage.load())!;
  await copy.write([{ record, append: queue, put: entities }]);
  return copy;
}

describe("a client that the server forgot", () => {
  it.each([
    { known: true, restarted: false },
    { known: true, restarted: true },
    { known: false, restarted: false },
    { known: false, restarted: true },
  ])(
    "does not apply again what may have been applied, and says so: $known $restarted (P5, P7, P23, P25)",
    async ({ known, restarted }) => {
      const storage = new MemoryStorage();
      let { client, transport, errors } = connectClient(storage);
      await client.connect();
      if (known) await client.mutate.increment("before").confirmed;
      await client.flush();
      await settled();

      transport.lost = "answers";
      const lost = client.mutate.increment("n");
      await settled();
      transport.lost = "requests";
      const unsent = client.mutate.increment("unsent");
      await settled();
      if (restarted) {
        await client.disconnect();
        ({ client, transport, errors } = connectClient(storage));
      }
      await environment.advance(400 * DAY_MS);
      expect((await server.maintain()).clients).toBe(1);
      transport.lost = "nothing";
      await client.connect();
      expect(await client.flush()).toEqual({ ok: true });
      await settled();

      expect(await counters()).toEqual([...(known ? [["before", 1]] : []), ["n", 1], ["unsent", 1]]);
      expect(errors.filter(({ kind }) => kind === "operation")).toMatchObject([
        { code: "outcome_unknown", operation: { name: "increment", args: ["n"] } },
      ]);
      if (!restarted) {
        expect(await lost.confirmed).toMatchObject({ ok: false, code: "outcome_unknown" });
        expect(await unsent.confirmed).toEqual({ ok: true });
      }
      expect(client.engine.all("counter").map(({ id, count }) => [id, count])).toEqual(await counters());
      await client.disconnect();
      const stored = await storage.load();
      expect(stored?.queue).toEqual([]);
    },
  );

  it("sends again what did not arrive at a server that never knew it (P25)", async () => {
    const { client, transport, errors } = connectClient();
    await client.connect();
    await settled();
    transport.lost = "requests";
    const mutation = client.mutate.increment("n");
    await environment.advance(29 * DAY_MS);
    transport.lost = "nothing";
    await client.connect();
    expect(await mutation.confirmed).toEqual({ ok: true });
    expect(errors.filter(({ kind }) => kind === "operation")).toEqual([]);
    expect(await counters()).toEqual([["n", 1]]);
    await client.disconnect();
  });

  it("tells again what a crash kept from the disk (P23)", async () => {
    const storage = new MemoryStorage();
    const first = connectClient(storage);
    await first.client.connect();
    await first.client.mutate.increment("before").confirmed;
    await first.client.flush();
    await settled();
    first.transport.lost = "answers";
    first.client.mutate.increment("n");
    await settled();
    await environment.advance(400 * DAY_MS);
    await server.maintain();
    // From here on nothing more is written: as if the process had ended between the verdict and the write.
    storage.write = () => new Promise(() => {});
    first.transport.lost = "nothing";
    await first.client.connect();
    await settled();
    expect(first.errors).toContainEqual(expect.objectContaining({ code: "outcome_unknown" }));

    const second = connectClient(await copyOf(storage));
    await second.client.connect();
    expect(await second.client.flush()).toEqual({ ok: true });
    await settled();
    expect(second.errors).toContainEqual(expect.objectContaining({ code: "outcome_unknown" }));
    expect(await counters()).toEqual([
      ["before", 1],
      ["n", 1],
    ]);
    await second.client.disconnect();
  });
});

describe("a storage that was put back or copied", () => {
  it("does not take another's verdict for its own (P4, P6)", async () => {
    const storage = new MemoryStorage();
    const original = connectClient(storage);
    await original.client.connect();
    await original.client.mutate.increment("common").confirmed;
    await original.client.flush();
    await settled();
    const copy = await copyOf(storage);
    await original.client.mutate.increment("original").confirmed;
    await original.client.disconnect();

    const copied = connectClient(copy);
    const mutation = copied.client.mutate.increment("copy");
    await copied.client.connect();
    expect(await mutation.confirmed).toEqual({ ok: true });
    await copied.client.flush();
    await settled();
    expect(await counters()).toEqual([
      ["common", 1],
      ["original", 1],
      ["copy", 1],
    ]);
    expect(copied.client.engine.clientId).not.toBe(original.client.engine.clientId);
    expect(copied.errors).toMatchObject([{ kind: "storage", code: "storage_outdated" }]);
    await copied.client.disconnect();
  });

  it("does not apply again what it sent without remembering it (P5, P20)", async () => {
    const storage = new MemoryStorage();
    const first = connectClient(storage);
    await first.client.connect();
    await first.client.mutate.increment("before").confirmed;
    await first.client.flush();
    await first.client.disconnect();
    first.client.mutate.increment("n");
    await settled();
    // The disk loses what it said it had: the mark that this was sent.
    const copy = await copyOf(storage);
    await first.client.connect();
    expect(await first.client.flush()).toEqual({ ok: true });
    await first.client.disconnect();

    const second = connectClient(copy);
    const unsent = second.client.mutate.increment("later");
    await second.client.connect();
    expect(await unsent.confirmed).toEqual({ ok: true });
    await second.client.flush();
    expect(await counters()).toEqual([
      ["before", 1],
      ["n", 1],
      ["later", 1],
    ]);
    expect(second.errors).toMatchObject([
      { kind: "storage", code: "storage_outdated" },
      { kind: "operation", code: "outcome_unknown", operation: { args: ["n"] } },
    ]);
    await second.client.disconnect();
  });
});
