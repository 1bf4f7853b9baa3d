import type { Entity } from "../protocol/index.js";
import type {
  RoomChanges,
  RoomReader,
  RoomResult,
  ServerStore,
  SettledOperations,
  StatePage,
  StateQuery,
} from "../server/index.js";

/** One thing that a store must do, as a test that throws where it does not. */
export interface StoreCase {
  readonly name: string;
  readonly run: (store: ServerStore) => Promise<void>;
}

function fail(what: string, expected: unknown, actual: unknown): never {
  throw new Error(`${what}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(actual)}`);
}

function same(what: string, actual: unknown, expected: unknown): void {
  if (JSON.stringify(actual) !== JSON.stringify(expected)) fail(what, expected, actual);
}

function todo(id: string, title = id): Entity {
  return { id, type: "todo", data: { title } };
}

const NOTHING: RoomChanges = { puts: [], removals: [], growth: 0, settled: [], now: 1_000 };

/** Operations of client `c` of user `u` that all succeeded, unless told otherwise. */
function settled(
  firstOperationId: number,
  lastOperationId: number,
  more: Partial<SettledOperations> = {},
): SettledOperations {
  return {
    clientId: "c",
    userId: "u",
    firstOperationId,
    lastOperationId,
    serverTimestamp: 1_000,
    failures: [],
    ...more,
  };
}

/** Commits changes to room `r`, or to another. */
function commit(store: ServerStore, changes: Partial<RoomChanges>, roomId = "r"): Promise<number> {
  return store.transact({ roomId, clientIds: [], likelyIds: [] }, (room) => ({
    outcome: room.version,
    changes: { ...NOTHING, ...changes },
  }));
}

function read<Value>(
  store: ServerStore,
  look: (room: RoomReader) => Promise<Value>,
  clientIds: readonly string[] = [],
  roomId = "r",
): Promise<Value> {
  return store.transact({ roomId, clientIds, likelyIds: [] }, async (room) => ({
    outcome: await look(room),
  }));
}

async function page(store: ServerStore, query: Partial<StateQuery> = {}): Promise<StatePage> {
  const all: StateQuery = {
    roomId: "r",
    clientId: undefined,
    userId: undefined,
    position: undefined,
    entityTypes: undefined,
    limit: 100,
    maxLength: 1_000_000,
  };
  return store.pull({ ...all, ...query });
}

const rowsOf = ({ rows }: StatePage) =>
  rows.map(({ id, version, json }) => `${id}@${version}${json ? "" : " gone"}`);
const end = ({ epoch, version }: StatePage) => ({ epoch, version, since: version });

const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

/** All that a `ServerStore` must do. Each case gets a store of its own, empty. */
export const STORE_CASES: readonly StoreCase[] = [
  {
    name: "reads back what was committed, in the transaction and in the page",
    run: async (store) => {
      await commit(store, { puts: [todo("b"), todo("a"), { id: "g", type: "tag", name: "x" }] });
      same("get", await read(store, async (room) => [await room.get("a"), await room.get("nothing")]), [
        todo("a"),
        null,
      ]);
      const listed = await read(store, async (room) => (await room.list("todo")).map(({ id }) => id).sort());
      same("list", listed, ["a", "b"]);
      const state = await page(store);
      same("rows", rowsOf(state), ["a@1", "b@1", "g@1"]);
      same("json", JSON.parse(state.rows[2]?.json ?? "null"), { id: "g", type: "tag", name: "x" });
    },
  },
  {
    name: "P12 grows the version by one with every commit that changed an entity, and with no other",
    run: async (store) => {
      same("first", await commit(store, { puts: [todo("a")] }), 0);
      await commit(store, { settled: [settled(1, 1)] });
      same("second", await commit(store, { puts: [todo("b")], removals: [{ id: "a", type: "todo" }] }), 1);
      same("version", (await page(store)).version, 2);
    },
  },
  {
    name: "P1 keeps rooms apart",
    run: async (store) => {
      await commit(store, { puts: [todo("a")], settled: [settled(1, 3)] }, "one");
      same("get", await read(store, async (room) => (await room.get("a")) ?? null, [], "two"), null);
      same("client", await read(store, async (room) => room.client("c") ?? null, ["c"], "two"), null);
      same("page", (await page(store, { roomId: "two" })).rows, []);
    },
  },
  {
    name: "P5 commits effects, clients and outcomes together, and nothing where the work throws",
    run: async (store) => {
      const refused = store
        .transact({ roomId: "r", clientIds: ["c"], likelyIds: [] }, async (): Promise<RoomResult<never>> => {
          await turn();
          throw new RangeError("mine");
        })
        .then(
          () => "committed",
          (error: unknown) => (error instanceof RangeError ? "refused" : "lost"),
        );
      same("error", await refused, "refused");
      await commit(store, { puts: [todo("a")], settled: [settled(1, 2)] });
      const { client } = await page(store, { clientId: "c" });
      same("client", [client?.userId, client?.lastOperationId], ["u", 2]);
      same("version", (await page(store)).version, 1);
    },
  },
  {
    name: "P6 finds the outcome that covers an operation, its failures as they were",
    run: async (store) => {
      const failures = [
        { operationId: 4, code: "no", error: "No", issues: [{ path: ["a", 0], message: "m" }] },
      ];
      await commit(store, { settled: [settled(1, 3, { serverTimestamp: 5 })] });
      await commit(store, { settled: [settled(4, 4, { serverTimestamp: 9, failures })] });
      const find = (clientId: string, operationId: number) =>
        read(store, async (room) => (await room.outcome(clientId, operationId)) ?? null, ["c"]);
      same("first", (await find("c", 1))?.lastOperationId, 3);
      same("third", (await find("c", 3))?.serverTimestamp, 5);
      same("failed", (await find("c", 4))?.failures, failures);
      same("beyond", await find("c", 5), null);
      same("another's", await find("d", 1), null);
    },
  },
  {
    name: "runs the transactions of a room one after the other, however long their work waits",
    run: async (store) => {
      const add = (index: number) =>
        store.transact({ roomId: "r", clientIds: [], likelyIds: ["n"] }, async (room) => {
          const before = ((await room.get("n")) ?? todo("n", "0"))["data"] as { readonly title: string };
          if (index % 2 === 0) await turn();
          const put = todo("n", String(Number(before.title) + 1));
          return { outcome: undefined, changes: { ...NOTHING, puts: [put] } };
        });
      await Promise.all(Array.from({ length: 12 }, (_, index) => add(index)));
      same("count", await read(store, (room) => Promise.resolve(room.get("n"))), todo("n", "12"));
      same("version", (await page(store)).version, 12);
    },
  },
  {
    name: "lets other rooms go on while one waits",
    run: async (store) => {
      let goOn = (): void => {};
      const gate = new Promise<void>((resolve) => (goOn = resolve));
      const slow = store.transact({ roomId: "slow", clientIds: [], likelyIds: [] }, async () => {
        await gate;
        return { outcome: "slow", changes: { ...NOTHING, puts: [todo("s")] } };
      });
      await commit(store, { puts: [todo("a")] });
      same("other room", rowsOf(await page(store)), ["a@1"]);
      same("nothing yet", rowsOf(await page(store, { roomId: "slow" })), []);
      goOn();
      same("outcome", await slow, "slow");
      same("then", rowsOf(await page(store, { roomId: "slow" })), ["s@1"]);
    },
  },
  {
    name: "P14 gives what changed behind a position, and tombstones",
    run: async (store) => {
      await commit(store, { puts: [todo("a"), todo("b"), todo("c")] });
      const position = end(await page(store));
      await commit(store, { puts: [todo("b", "B")], removals: [{ id: "a", type: "todo" }] });
      same("delta", rowsOf(await page(store, { position })), ["a@2 gone", "b@2"]);
      same("full", rowsOf(await page(store)), ["c@1", "b@2"]);
      await commit(store, { puts: [todo("a", "again")] });
      same("back", rowsOf(await page(store, { position })), ["b@2", "a@3"]);
    },
  },
  {
    name: "P16 limits rows to types, and tells each type what left it",
    run: async (store) => {
      await commit(store, { puts: [todo("a"), { id: "g", type: "tag" }] });
      same("tags", rowsOf(await page(store, { entityTypes: ["tag"] })), ["g@1"]);
      const position = end(await page(store));
      await commit(store, { puts: [{ id: "a", type: "tag" }], removals: [{ id: "a", type: "todo" }] });
      same("todos", rowsOf(await page(store, { position, entityTypes: ["todo"] })), ["a@2 gone"]);
      same("all", rowsOf(await page(store, { position })), ["a@2"]);
      same("none", rowsOf(await page(store, { entityTypes: [] })), []);
    },
  },
  {
    name: "P17 pages in the order of versions",
    run: async (store) => {
      await commit(store, { puts: [todo("c"), todo("b")] });
      await commit(store, { puts: [todo("a")] });
      const first = await page(store, { limit: 1 });
      same("first", [rowsOf(first), first.hasMore], [["b@1"], true]);
      const after = { id: "b", type: "todo" };
      const position = { epoch: first.epoch, version: 1, since: first.version, after };
      const second = await page(store, { limit: 2, position });
      same("second", [rowsOf(second), second.hasMore, second.reset], [["c@1", "a@2"], false, false]);
      await commit(store, { removals: [{ id: "a", type: "todo" }] });
      same("third", rowsOf(await page(store, { position })), ["c@1", "a@3 gone"]);
    },
  },
  {
    name: "tells how many entities live in a room",
    run: async (store) => {
      const size = (roomId?: string) => read(store, (room) => Promise.resolve(room.size), [], roomId);
      same("empty", await size(), 0);
      await commit(store, { puts: [todo("a"), todo("b")], growth: 2 });
      await commit(store, { puts: [todo("a", "again")], settled: [settled(1, 1)] });
      same("two", await size(), 2);
      await commit(store, { removals: [{ id: "a", type: "todo" }], growth: -1 });
      await store.invalidate("r", "u");
      same("one", await size(), 1);
      same("another room", await size("other"), 0);
    },
  },
  {
    name: "P17 ends a page with the row that reaches its length",
    run: async (store) => {
      const long = "x".repeat(400);
      await commit(store, { puts: ["a", "b", "c", "d"].map((id) => todo(id, long)) });
      const first = await page(store, { maxLength: 700 });
      same("first", [rowsOf(first), first.hasMore], [["a@1", "b@1"], true]);
      const after = { id: "b", type: "todo" };
      const position = { epoch: first.epoch, version: 1, since: first.version, after };
      const second = await page(store, { maxLength: 100, position });
      same("second", [rowsOf(second), second.hasMore], [["c@1"], true]);
      const all = await page(store, { maxLength: 1_600, position });
      same("all", [rowsOf(all), all.hasMore], [["c@1", "d@1"], false]);
    },
  },
  {
    name: "P17 reads large pages whole",
    run: async (store) => {
      const ids = Array.from({ length: 700 }, (_, index) => `e${String(index).padStart(4, "0")}`);
      await commit(store, { puts: ids.slice(0, 300).map((id) => todo(id)) });
      await commit(store, { puts: ids.slice(300).map((id) => todo(id)) });
      const whole = await page(store, { limit: 700 });
      same("whole", [whole.rows.map(({ id }) => id), whole.hasMore], [ids, false]);
      const part = await page(store, { limit: 513 });
      same("part", [part.rows.length, part.hasMore], [513, true]);
    },
  },
  {
    name: "P13 resets a position of another epoch or from the future",
    run: async (store) => {
      await commit(store, { puts: [todo("a")] });
      const { epoch } = await page(store);
      for (const position of [
        { epoch: "other", version: 1, since: 1 },
        { epoch, version: 2, since: 2 },
      ]) {
        const answer = await page(store, { position });
        same("reset", [answer.reset, rowsOf(answer)], [true, ["a@1"]]);
      }
    },
  },
  {
    name: "P19 compacts tombstones, outcomes and clients that are old, and raises the horizon",
    run: async (store) => {
      const failures = [{ operationId: 2, code: "no", error: "No" }];
      await commit(store, { puts: [todo("a"), todo("b")], settled: [settled(1, 1)] });
      const old = end(await page(store));
      await commit(store, { removals: [{ id: "a", type: "todo" }], settled: [settled(2, 2, { failures })] });
      await commit(store, { settled: [settled(3, 3)] });
      const fresh = end(await page(store));
      await commit(store, {
        now: 9_000,
        removals: [{ id: "b", type: "todo" }],
        settled: [settled(1, 1, { clientId: "d", userId: undefined, serverTimestamp: 9_000 })],
      });
      const removed = await store.compact({
        tombstonesBefore: 5_000,
        outcomesBefore: 5_000,
        clientsBefore: 0,
      });
      same("removed", [removed.tombstones, removed.outcomes, removed.clients], [1, 1, 0]);
      same("old", (await page(store, { position: old })).reset, true);
      const answer = await page(store, { position: fresh });
      same("fresh", [answer.reset, rowsOf(answer)], [false, ["b@3 gone"]]);
      const { epoch, horizon } = await page(store);
      const position = { epoch, version: 0, after: { id: "", type: "" }, since: horizon };
      const whole = await page(store, { position });
      same("horizon", [horizon, whole.reset, rowsOf(whole)], [2, false, ["b@3 gone"]]);
      const kept = await read(
        store,
        async (room) => [
          await room.outcome("c", 1),
          (await room.outcome("c", 2))?.failures,
          (await room.outcome("c", 3))?.lastOperationId,
          room.client("c")?.lastOperationId,
        ],
        ["c"],
      );
      same("failures and the last stay", kept, [null, failures, 3, 3]);
      const idle = await store.compact({ tombstonesBefore: 0, outcomesBefore: 0, clientsBefore: 5_000 });
      same("idle", idle.clients, 1);
      const clients = await read(
        store,
        async (room) => [room.client("c")?.lastOperationId, room.client("d")?.lastOperationId],
        ["c", "d"],
      );
      same("clients", clients, [null, 1]);
    },
  },
  {
    name: "invalidates what one user holds",
    run: async (store) => {
      await commit(store, { puts: [todo("a")] });
      const position = end(await page(store));
      await store.invalidate("r", "ann");
      same("ann", (await page(store, { position, userId: "ann" })).reset, true);
      same("bob", (await page(store, { position, userId: "bob" })).reset, false);
      const renewed = end(await page(store, { userId: "ann" }));
      same("renewed", (await page(store, { position: renewed, userId: "ann" })).reset, false);
    },
  },
  {
    name: "keeps texts as they are",
    run: async (store) => {
      const ids = ["é", "\u{1F600}", "'; DROP TABLE x; --", "%_\\", "__proto__", "a b", "\u0001"];
      const odd = { quote: "\"'`", nul: "\u0000", half: "\ud800", line: "\u2028" };
      await commit(store, { puts: ids.map((id) => ({ id, type: "todo", data: odd })) });
      for (const id of ids) {
        const found = await read(store, async (room) => room.get(id));
        same(id, found, { id, type: "todo", data: odd });
      }
      same("rows", (await page(store)).rows.length, ids.length);
    },
  },
  {
    name: "reads a room that nobody wrote to as empty",
    run: async (store) => {
      const state = await page(store);
      same("state", [state.version, state.rows, state.hasMore, state.reset], [0, [], false, false]);
      same("again", (await page(store, { position: end(state) })).reset, false);
      await commit(store, { puts: [todo("a")] });
      same("then", rowsOf(await page(store, { position: end(state) })), ["a@1"]);
    },
  },
];
