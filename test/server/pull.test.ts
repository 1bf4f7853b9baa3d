import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Entity, StateSyncRequest, StateSyncResponse } from "../../src/protocol/index.js";
import {
  createSyncServer,
  MemoryServerStore,
  stateAnswerToMessage,
  type SyncServer,
  type SyncServerOptions,
} from "../../src/server/index.js";
import { operation } from "./pushing.js";
import { todoContract } from "./todo-contract.js";

const access = { roomId: "r", user: { id: "ann" } };

function createServer(options: Partial<SyncServerOptions> = {}, store = new MemoryServerStore()): SyncServer {
  return createSyncServer({
    contract: todoContract,
    store,
    allowAnonymous: true,
    clock: () => 1_000,
    log: () => {},
    ...options,
  } as SyncServerOptions);
}

async function pull(
  server: SyncServer,
  request: StateSyncRequest,
  from = access,
): Promise<StateSyncResponse> {
  return stateAnswerToMessage(await server.pull(request, from));
}

/** Numbers and pushes operations of one client. */
function pusher(server: SyncServer) {
  let id = 0;
  return (name: string, ...args: readonly unknown[]) => server.push([operation(++id, name, args)], access);
}

const idsOf = ({ entities }: StateSyncResponse) => entities.map(({ id }) => id);

/** A client's copy of a room, that pages, resets and deletes as the protocol says. */
class Replica {
  readonly entities = new Map<string, Entity>();
  stateVersion: string | undefined;

  async pull(
    server: SyncServer,
    limit: number,
    betweenPages: () => Promise<unknown> = async () => {},
  ): Promise<void> {
    for (;;) {
      const { stateVersion } = this;
      const page = await pull(server, { limit, clientId: "c1", ...(stateVersion && { stateVersion }) });
      expect(page.entities.length).toBeLessThanOrEqual(limit);
      expect(page.lastOperationId === undefined).toBe(page.hasMore === true);
      if (page.reset) this.entities.clear();
      for (const id of page.deletedEntityIds ?? []) this.entities.delete(id);
      for (const entity of page.entities) this.entities.set(entity.id, entity);
      this.stateVersion = page.stateVersion;
      if (page.hasMore !== true) return;
      await betweenPages();
    }
  }

  get state(): readonly Entity[] {
    return [...this.entities.values()].sort((left, right) => (left.id < right.id ? -1 : 1));
  }
}

describe("pull", () => {
  it("P14 answers with everything, then with what changed and what was deleted", async () => {
    const server = createServer();
    const push = pusher(server);
    await push("addTodo", "a", "A");
    await push("addTodo", "b", "B");
    const full = await pull(server, {});
    expect(idsOf(full)).toEqual(["a", "b"]);
    expect(full).not.toHaveProperty("reset");
    await push("completeTodo", "a");
    await push("deleteTodo", "b");
    await push("addTodo", "c", "C");
    const delta = await pull(server, { stateVersion: full.stateVersion });
    expect(idsOf(delta)).toEqual(["a", "c"]);
    expect(delta.deletedEntityIds).toEqual(["b"]);
    expect(await pull(server, { stateVersion: delta.stateVersion })).toEqual({
      stateVersion: delta.stateVersion,
      entities: [],
      deletedEntityIds: [],
      syncTimestamp: 1_000,
    });
  });

  it("P12 keeps the version where nothing changed", async () => {
    const server = createServer();
    const push = pusher(server);
    await push("addTodo", "a", "A");
    const before = await pull(server, { clientId: "c1" });
    await push("addTodo", "a", "again");
    const after = await pull(server, { clientId: "c1" });
    expect(after.stateVersion).toBe(before.stateVersion);
    expect([before.lastOperationId, after.lastOperationId]).toEqual([1, 2]);
  });

  it("P13 answers a version of another epoch, from the future, or of no server with a full state", async () => {
    const server = createServer();
    await pusher(server)("addTodo", "a", "A");
    const other = createServer();
    await pusher(other)("addTodo", "x", "X");
    const { stateVersion: foreign } = await pull(other, {});
    const { stateVersion } = await pull(server, {});
    for (const unknown of [foreign, `${stateVersion}zz`, "", "nonsense", `${stateVersion}.0.["a"]`, "…"]) {
      const answer = await pull(server, { stateVersion: unknown });
      expect([answer.reset, idsOf(answer), answer.stateVersion]).toEqual([true, ["a"], stateVersion]);
    }
  });

  it("P13 P19 answers a version older than the tombstone horizon with a full state", async () => {
    const store = new MemoryServerStore();
    const server = createServer({}, store);
    const push = pusher(server);
    await push("addTodo", "a", "A");
    const old = await pull(server, {});
    await push("deleteTodo", "a");
    const fresh = await pull(server, {});
    store.compact({ tombstonesBefore: 2_000, outcomesBefore: 0, clientsBefore: 0 });
    expect((await pull(server, { stateVersion: old.stateVersion })).reset).toBe(true);
    expect((await pull(server, { stateVersion: fresh.stateVersion })).reset).toBeUndefined();
  });

  it("P15 tells the client's last operation, and 0 to one that never pushed", async () => {
    const server = createServer();
    await pusher(server)("addTodo", "a", "A");
    expect((await pull(server, { clientId: "c1" })).lastOperationId).toBe(1);
    expect((await pull(server, { clientId: "c2" })).lastOperationId).toBe(0);
    expect(await pull(server, {})).not.toHaveProperty("lastOperationId");
  });

  it("P16 limits the answer to types", async () => {
    const server = createServer();
    const push = pusher(server);
    await push("addTodo", "a", "A");
    await push("addTag", "g", "G");
    const tags = await pull(server, { entityTypes: ["tag"] });
    expect(idsOf(tags)).toEqual(["g"]);
    await push("deleteTodo", "a");
    expect(
      (await pull(server, { entityTypes: ["tag"], stateVersion: tags.stateVersion })).deletedEntityIds,
    ).toEqual([]);
  });

  it("P16 tells a client of the old type alone that an id left it for another type", async () => {
    const server = createServer();
    const push = pusher(server);
    await push("addTodo", "a", "A");
    const todos = await pull(server, { entityTypes: ["todo"] });
    const all = await pull(server, {});
    await push("retypeTodo", "a");
    expect(
      (await pull(server, { entityTypes: ["todo"], stateVersion: todos.stateVersion })).deletedEntityIds,
    ).toEqual(["a"]);
    const changed = await pull(server, { stateVersion: all.stateVersion });
    expect([idsOf(changed), changed.deletedEntityIds]).toEqual([["a"], []]);
  });

  it("P17 pages whatever happens between the pages: the replica is the room", async () => {
    const step = fc.constantFrom("addTodo", "deleteTodo", "completeTodo", "retypeTodo", "swapTodo", "addTag");
    const steps = fc.array(fc.tuple(step, fc.integer({ min: 0, max: 5 })), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(
        steps,
        steps,
        steps,
        fc.integer({ min: 1, max: 3 }),
        async (before, between, later, limit) => {
          const server = createServer();
          const push = pusher(server);
          const run = async ([name, index]: [string, number]) =>
            push(
              name,
              `e${index}`,
              ...(name === "swapTodo" ? [`e${index + 1}`] : name.startsWith("add") ? ["x"] : []),
            );
          const replica = new Replica();
          for (const each of before) await run(each);
          const waiting = [...between];
          await replica.pull(server, limit, async () => {
            const next = waiting.shift();
            if (next) await run(next);
          });
          for (const each of later) await run(each);
          await replica.pull(server, limit);
          const direct = new Replica();
          await direct.pull(server, 100);
          expect(replica.state).toEqual(direct.state);
        },
      ),
      { numRuns: 60 },
    );
  });

  it("P17 caps the page at the server's limit", async () => {
    const server = createServer({ limits: { maxPageEntities: 2 } });
    const push = pusher(server);
    for (const id of ["a", "b", "c"]) await push("addTodo", id, id);
    const first = await pull(server, { limit: 1_000, clientId: "c1" });
    expect([idsOf(first), first.hasMore, first.lastOperationId]).toEqual([["a", "b"], true, undefined]);
    const last = await pull(server, { stateVersion: first.stateVersion, clientId: "c1" });
    expect([idsOf(last), last.hasMore, last.lastOperationId]).toEqual([["c"], undefined, 3]);
  });

  it("gives what the user may not see as a deletion, and after invalidate a full state", async () => {
    const hidden = new Set<string>();
    const server = createServer({
      visible: (entity, { user }) =>
        user?.id !== "bob" || !(hidden.has(entity.id) || String(entity.id).startsWith("x")),
    });
    const bob = { roomId: "r", user: { id: "bob" } };
    const push = pusher(server);
    await push("addTodo", "a", "A");
    await push("addTodo", "x", "X");
    const full = await pull(server, {}, bob);
    expect([idsOf(full), full.deletedEntityIds]).toEqual([["a"], undefined]);
    hidden.add("a");
    await push("completeTodo", "a");
    const delta = await pull(server, { stateVersion: full.stateVersion }, bob);
    expect([idsOf(delta), delta.deletedEntityIds]).toEqual([[], ["a"]]);
    hidden.clear();
    await server.invalidate("r", "bob");
    const again = await pull(server, { stateVersion: delta.stateVersion }, bob);
    expect([again.reset, idsOf(again)]).toEqual([true, ["a"]]);
    expect((await pull(server, { stateVersion: again.stateVersion }, bob)).reset).toBeUndefined();
    expect((await pull(server, { stateVersion: delta.stateVersion })).reset).toBeUndefined();
  });
});
