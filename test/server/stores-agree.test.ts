import { expect, it } from "vitest";
import type { Entity } from "../../src/protocol/index.js";
import type { RoomChanges, ServerStore, StatePosition } from "../../src/server/index.js";
import { everyStore } from "./every-store.js";

const IDS = ["a", "b", "c", "d", "e"];
const TYPES = ["tag", "todo"];
const SCOPES = [undefined, ["tag"], ["todo"], TYPES];
const STEPS = 40;

/** Numbers below a limit, the same in each run of a seed. */
function chooser(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** What one batch makes of a room that holds `living`, by type. */
function nextChanges(
  choose: (below: number) => number,
  living: Map<string, string>,
  step: number,
): RoomChanges {
  const puts: Entity[] = [];
  const removals: { id: string; type: string }[] = [];
  const before = living.size;
  for (const id of IDS.filter(() => choose(3) === 0)) {
    const type = living.get(id);
    const next = choose(3) === 0 ? undefined : TYPES[choose(2)];
    if (type !== undefined && type !== next) removals.push({ id, type });
    if (next === undefined) living.delete(id);
    else {
      puts.push({ id, type: next, step });
      living.set(id, next);
    }
  }
  return { puts, removals, growth: living.size - before, settled: [], now: 1_000 + step };
}

/** All that a client of a position is told, page by page. */
async function told(
  store: ServerStore,
  from: Omit<StatePosition, "epoch"> | undefined,
  entityTypes?: readonly string[],
) {
  const query = { roomId: "r", clientId: undefined, userId: undefined, entityTypes, maxLength: 1_000_000 };
  const { epoch } = await store.pull({ ...query, position: undefined, limit: 1 });
  let position: StatePosition | undefined = from && { ...from, epoch };
  const all: unknown[] = [];
  for (;;) {
    const { rows, hasMore, start, reset, horizon, version } = await store.pull({
      ...query,
      position,
      limit: 2,
    });
    all.push(...rows.map(({ id, type, version: at, json }) => [id, type, at, json]));
    const last = rows.at(-1);
    if (!hasMore || last === undefined) return { all, reset, horizon, version };
    position = { epoch, version: last.version, after: { id: last.id, type: last.type }, since: start.since };
  }
}

const makers = (await everyStore()).flatMap(([, createStore]) => createStore ?? []);

it.each([1, 2, 3])(
  "P13 P14 P16 P17 tells the same from every store, whatever happened to an id (%i)",
  async (seed) => {
    const there = await Promise.all(makers.map((createStore) => createStore()));
    const choose = chooser(seed);
    const living = new Map<string, string>();
    for (let step = 0; step < STEPS; step++) {
      const changes = nextChanges(choose, living, step);
      // Who has looked before knows what is free.
      const likelyIds = choose(2) === 0 ? IDS : [];
      const versions = await Promise.all(
        there.map((store) =>
          store.transact({ roomId: "r", clientIds: [], likelyIds }, (room) => ({
            outcome: room.version,
            changes,
          })),
        ),
      );
      expect(new Set(versions).size).toBe(1);
    }
    const [first, ...others] = there;
    for (const entityTypes of SCOPES) {
      for (let version = -1; version < STEPS; version += 3) {
        const from = version < 0 ? undefined : { version, since: version };
        const expected = await told(first!, from, entityTypes);
        for (const store of others) expect(await told(store, from, entityTypes)).toEqual(expected);
      }
    }
    await Promise.all(there.map((store) => store.close()));
  },
);
