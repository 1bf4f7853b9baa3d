import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { OperationConfirmation } from "../../src/protocol/index.js";
import { createSyncServer, stateAnswerToMessage, type SyncServer } from "../../src/server/index.js";
import { everyStore } from "./every-store.js";
import { operation } from "./pushing.js";
import { todoContract } from "./todo-contract.js";

const access = { roomId: "r", user: undefined };
const DAY_MS = 24 * 60 * 60 * 1_000;

describe.each(await everyStore())("on %s", (_name, createStore) => {
  let now: number;
  let server: SyncServer;
  beforeEach(async ({ skip }) => {
    if (createStore === undefined) return skip("There is no Postgres");
    now = 1_000;
    server = createSyncServer({
      contract: todoContract,
      store: await createStore(),
      allowAnonymous: true,
      clock: () => now,
      maintenance: { intervalMs: 0 },
      log: () => {},
    });
  });
  afterEach(() => server?.close());

  const push = async (...operations: Parameters<SyncServer["push"]>[0]) =>
    (await server.push(operations, access)).confirmations;
  const pull = async (request: Parameters<SyncServer["pull"]>[0] = {}) =>
    stateAnswerToMessage(await server.pull(request, access));
  /** The number that an opaque version of this server holds. */
  const versionOf = (stateVersion: string) => parseInt(stateVersion.split(".")[1]!, 36);

  it("P11 P12 makes one version of a batch that changed something, and none of one that did not", async () => {
    const versions = [versionOf((await pull()).stateVersion)];
    const batches = [
      [
        operation(1, "addTodo", ["a", "A"]),
        operation(2, "addTodo", ["b", "B"]),
        operation(3, "deleteTodo", ["b"]),
      ],
      [operation(4, "completeTodo", ["nothing"])],
      [
        operation(4, "completeTodo", ["nothing"]),
        operation(5, "halfThenReject", ["c"]),
        operation(6, "completeTodo", ["a"]),
      ],
      [operation(6, "completeTodo", ["a"])],
    ];
    for (const batch of batches) {
      await push(...batch);
      versions.push(versionOf((await pull()).stateVersion));
    }
    expect(versions).toEqual([0, 1, 1, 2, 2]);
  });

  it("P12 P14 P15 answers, whatever is pushed meanwhile, with the state that holds exactly what it says it holds", async () => {
    const clients = ["c1", "c2", "c3"];
    const counted = 40;
    let isOver = false;
    const work = clients.map(async (clientId) => {
      for (let id = 1; id <= counted; id += 2) {
        // Two entities in one batch, so that one without the other would show.
        await push(
          operation(id, "appendTitle", [`own-${clientId}`, "x"], clientId),
          operation(id + 1, "appendTitle", ["shared", clientId], clientId),
        );
        await new Promise((resolve) => setImmediate(resolve));
      }
    });
    const titleOf = (held: ReadonlyMap<string, unknown>, id: string) =>
      (held.get(id) as { title: string } | undefined)?.title ?? "";
    const readers = clients.map(async (clientId) => {
      const held = new Map<string, unknown>();
      let stateVersion: string | undefined;
      let answers = 0;
      for (let isLast = false; !isLast; answers++) {
        isLast = isOver;
        const state = await pull({ clientId, ...(stateVersion !== undefined && { stateVersion }) });
        for (const { id, data } of state.entities) held.set(id, data);
        const settled = state.lastOperationId!;
        expect(titleOf(held, `own-${clientId}`)).toHaveLength(Math.ceil(settled / 2));
        expect(titleOf(held, "shared").split(clientId)).toHaveLength(Math.floor(settled / 2) + 1);
        if (stateVersion !== undefined) {
          expect(versionOf(state.stateVersion)).toBeGreaterThanOrEqual(versionOf(stateVersion));
        }
        stateVersion = state.stateVersion;
        await new Promise((resolve) => setImmediate(resolve));
      }
      return answers;
    });
    await Promise.all(work);
    isOver = true;
    for (const answers of await Promise.all(readers)) expect(answers).toBeGreaterThan(2);
  });

  it("P6 confirms successes that have left the record, and failures as they were", async () => {
    const batch = [
      operation(1, "addTodo", ["a", "A"]),
      operation(2, "addTodo", ["a", "again"]),
      operation(3, "halfThenReject", ["b"]),
    ];
    const first: OperationConfirmation[] = [];
    for (const each of batch) first.push(...(await push(each)));
    now += 31 * DAY_MS;
    expect((await server.maintain()).outcomes).toBeGreaterThan(0);
    const again = await push(...batch, operation(4, "completeTodo", ["a"]));
    const verdicts = (confirmations: readonly OperationConfirmation[]) =>
      confirmations.map(({ operationId, success, code, error }) => [operationId, success, code, error]);
    expect(verdicts(again)).toEqual([...verdicts(first), [4, true, undefined, undefined]]);
    expect((await pull()).entities).toMatchObject([{ id: "a", data: { title: "A", done: true } }]);
  });

  it("P13 P19 keeps tombstones for 30 days, and answers versions from before with everything", async () => {
    await push(operation(1, "addTodo", ["a", "A"]), operation(2, "addTodo", ["b", "B"]));
    const { stateVersion } = await pull();
    await push(operation(3, "deleteTodo", ["a"]));
    now += 29 * DAY_MS;
    await server.maintain();
    const kept = await pull({ stateVersion });
    expect([kept.reset, kept.deletedEntityIds, kept.entities]).toEqual([undefined, ["a"], []]);
    now += 2 * DAY_MS;
    await server.maintain();
    const reset = await pull({ stateVersion });
    expect([reset.reset, reset.entities.map(({ id }) => id)]).toEqual([true, ["b"]]);
  });

  it("P18 lets an id live under one type at a time", async () => {
    await push(operation(1, "addTodo", ["a", "A"]));
    const verdicts = await push(
      operation(2, "addTag", ["a", "tag"]),
      operation(3, "deleteTodo", ["a"]),
      operation(4, "addTag", ["a", "tag"]),
      operation(5, "appendTitle", ["a", "x"]),
    );
    expect(verdicts.map(({ code }) => code)).toEqual([
      "entity_type_conflict",
      undefined,
      undefined,
      "entity_type_conflict",
    ]);
    expect((await pull()).entities).toMatchObject([{ id: "a", type: "tag" }]);
  });
});
