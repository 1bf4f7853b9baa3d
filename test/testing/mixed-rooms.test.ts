import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { RuntimeContract } from "../../src/protocol/index.js";
import {
  MemoryServerStore,
  SqliteServerStore,
  type StatePage,
  type StateQuery,
} from "../../src/server/index.js";
import {
  mixedSimulation,
  runHistory,
  simulate,
  SimulationFailure,
  type SimulationOptions,
} from "../../src/testing/index.js";

const HISTORIES = Number(process.env["KALPHITE_SIMULATED_HISTORIES"] ?? 800);
const TIMEOUT_MS = 600_000;

// Histories are full of errors that nobody looks at; their stacks cost more than all else about them.
const { stackTraceLimit } = Error;
beforeAll(() => void (Error.stackTraceLimit = 0));
afterAll(() => void (Error.stackTraceLimit = stackTraceLimit));

describe("rooms that legacy and modern clients share", () => {
  it(
    `hold in ${HISTORIES} histories (P31 to P34)`,
    async () => {
      const { histories, counts } = await simulate(mixedSimulation, { seed: 500_000, histories: HISTORIES });
      expect(histories).toBe(HISTORIES);
      for (const kind of ["legacy_changes", "legacy_ok", "legacy_legacy_refused", "legacy_messages"])
        expect(counts.get(kind), kind).toBeGreaterThan(HISTORIES);
      for (const kind of ["operations", "stream_broken", "server_killed", "client_killed", "access_changed"])
        expect(counts.get(kind), kind).toBeGreaterThan(HISTORIES / 8);
    },
    TIMEOUT_MS,
  );

  it("hold on SQLite", async () => {
    const createServerStore = () => new SqliteServerStore({ file: ":memory:" });
    await simulate({ ...mixedSimulation, createServerStore }, { seed: 600_000, histories: 40 });
  }, 60_000);

  it("come to the same again for the same seed, event by event", async () => {
    for (const seed of [3, 500_123]) {
      const first = await runHistory(mixedSimulation, seed, { trace: true });
      expect(await runHistory(mixedSimulation, seed, { trace: true })).toEqual(first);
    }
  });
});

/** A store that remembers of no legacy change that it was applied. */
class StoreWithoutLegacyNames extends MemoryServerStore {
  override transact: MemoryServerStore["transact"] = (request, work) =>
    super.transact(request, (room) =>
      work({
        epoch: room.epoch,
        version: room.version,
        size: room.size,
        get: (id) => room.get(id),
        list: (type) => room.list(type),
        outcome: (clientId, id) => room.outcome(clientId, id),
        client: (clientId) => (clientId.startsWith("legacy:") ? undefined : room.client(clientId)),
      }),
    );
}

/** A store in which the deletions of now and then are not found. */
class StoreWithoutTombstones extends MemoryServerStore {
  override pull(query: StateQuery): StatePage {
    const page = super.pull(query);
    return {
      ...page,
      rows: page.rows.filter(({ json, version }) => json !== undefined || version % 2 === 0),
    };
  }
}

/** Upserts by which one field is lost. */
function losingAField(): RuntimeContract {
  const { contract } = mixedSimulation;
  const upsert = contract.operations["upserttag"]!;
  const mutate: typeof upsert.mutate = (tx, [id, entity]: any, context) =>
    upsert.mutate(tx, [id, { ...entity, name: "lost" }] as never, context);
  return { ...contract, operations: { ...contract.operations, upserttag: { ...upsert, mutate } } };
}

const BROKEN: readonly {
  readonly name: string;
  readonly options: SimulationOptions;
  readonly caughtAs: RegExp;
}[] = [
  {
    name: "P32 a change that is sent again is applied again",
    options: {
      ...mixedSimulation,
      createServerStore: () => new StoreWithoutLegacyNames({ epoch: "e" }),
    },
    caughtAs: /P5: client legacy:|P5: .* was settled twice/,
  },
  {
    name: "P33 a deletion is not told",
    options: { ...mixedSimulation, createServerStore: () => new StoreWithoutTombstones({ epoch: "e" }) },
    caughtAs: /P27|P21|P33/,
  },
  {
    name: "P32 a field of an upsert is lost",
    options: {
      ...mixedSimulation,
      contract: losingAField(),
      server: { handlers: {} },
      verify: () => [],
    },
    caughtAs: /P32/,
  },
];

describe.each(BROKEN)("$name", ({ options, caughtAs }) => {
  it("is caught, with a seed that shows it again", async () => {
    const failure = await simulate(options, { histories: 200 }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(SimulationFailure);
    const { seed, problem, histories } = failure as SimulationFailure;
    expect(problem).toMatch(caughtAs);
    expect((await runHistory(options, seed)).problem).toBe(problem);
    if (process.env["KALPHITE_SIMULATION_REPORT"])
      console.log(`${histories} histories: ${problem.split("\n")[0]}`);
  }, 60_000);
});
