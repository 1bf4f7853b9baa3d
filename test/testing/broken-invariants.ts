import { MemoryStorage, type StateChange, type SyncTransport } from "../../src/client/index.js";
import type { StateSyncResponse } from "../../src/protocol/index.js";
import {
  MemoryServerStore,
  TransientFailure,
  type RoomChanges,
  type ServerStore,
  type TransactRequest,
} from "../../src/server/index.js";
import { auditSimulation, type SimulationOptions } from "../../src/testing/index.js";

/** An invariant that is broken on purpose, by what is handed in: the code of client and server stays as it is. */
export interface BrokenInvariant {
  readonly name: string;
  readonly createOptions: () => SimulationOptions;
  /** What the simulation must say. */
  readonly caughtAs: RegExp;
}

const NOTHING: RoomChanges = { puts: [], removals: [], growth: 0, settled: [], now: 0 };

/** A store with another `transact`. */
function storeWith(
  transact: (store: MemoryServerStore) => ServerStore["transact"],
  store = new MemoryServerStore({ epoch: "e" }),
): ServerStore {
  return {
    transact: transact(store),
    pull: (query) => store.pull(query),
    invalidate: (roomId, userId) => store.invalidate(roomId, userId),
    compact: (request) => store.compact(request),
    check: () => store.check(),
    close: () => store.close(),
  };
}

/** P6: what was settled before is applied again when it is sent again. */
function withoutDeduplication(): SimulationOptions {
  const firstIds = new Map<string, number>();
  return {
    ...auditSimulation,
    server: {
      ...auditSimulation.server,
      authorize: ({ id }, { roomId, clientId }) => {
        const key = `${roomId}/${clientId}`;
        firstIds.set(key, Math.min(firstIds.get(key) ?? Infinity, id));
        return true;
      },
    },
    createServerStore: () =>
      storeWith((store) => (request, work) => {
        const first = new Map(request.clientIds.map((id) => [id, firstIds.get(`${request.roomId}/${id}`)]));
        for (const id of request.clientIds) firstIds.delete(`${request.roomId}/${id}`);
        return store.transact(request, (room) =>
          work({
            epoch: room.epoch,
            version: room.version,
            size: room.size,
            get: (id) => room.get(id),
            list: (type) => room.list(type),
            outcome: () => undefined,
            client: (clientId) => {
              const record = room.client(clientId);
              const lastOperationId = Math.min(
                record?.lastOperationId ?? 0,
                (first.get(clientId) ?? Infinity) - 1,
              );
              return record && { ...record, lastOperationId };
            },
          }),
        );
      }),
  };
}

/** P5: effects are committed, and only then, in a transaction of its own, that the operations are done. */
function settledInAnotherTransaction(): SimulationOptions {
  return {
    ...auditSimulation,
    createServerStore: () => {
      let commits = 0;
      return storeWith((store) => async (request, work) => {
        let settled: RoomChanges["settled"] = [];
        const outcome = await store.transact(request, async (room) => {
          const result = await work(room);
          settled = result.changes?.settled ?? [];
          return result.changes === undefined
            ? result
            : { ...result, changes: { ...result.changes, settled: [] } };
        });
        if (settled.length === 0) return outcome;
        if (++commits % 10 === 0) throw new TransientFailure("The process ended in between");
        const now = settled[0]!.serverTimestamp;
        await store.transact(request, () => ({ outcome: undefined, changes: { ...NOTHING, settled, now } }));
        return outcome;
      });
    },
  };
}

/** P22: an operation leaves the queue with its confirmation, before the state that is shown contains it. */
function dropsOnConfirmation(): SimulationOptions {
  const wrapTransport = (transport: SyncTransport): SyncTransport => {
    let confirmedId = 0;
    return {
      ...transport,
      push: async (operations, signal) => {
        const response = await transport.push(operations, signal);
        confirmedId = Math.max(confirmedId, ...response.confirmations.map(({ operationId }) => operationId));
        return response;
      },
      pull: async (request, signal) => {
        const response = await transport.pull(request, signal);
        if (confirmedId === 0 || request.stateVersion === undefined) return response;
        const lastOperationId = confirmedId;
        confirmedId = 0;
        return { stateVersion: request.stateVersion, entities: [], lastOperationId };
      },
    };
  };
  return { ...auditSimulation, wrapTransport };
}

/** P21: an answer of before is taken after a newer one. */
function takesOldAnswers(): SimulationOptions {
  const wrapTransport = (transport: SyncTransport): SyncTransport => {
    const answers: StateSyncResponse[] = [];
    return {
      ...transport,
      pull: async (request, signal) => {
        const answer = await transport.pull(request, signal);
        if (answer.hasMore) return answer;
        answers.push(answer);
        return (answers.length % 4 === 0 && answers.at(-3)) || answer;
      },
    };
  };
  return { ...auditSimulation, wrapTransport };
}

/** P4: after a restart numbers begin behind those that still wait, not behind all that were given. */
class ForgetfulStorage extends MemoryStorage {
  override async load() {
    const stored = await super.load();
    if (stored === undefined) return undefined;
    const lastId = stored.queue.at(-1)?.operation.id ?? 0;
    return { ...stored, record: { ...stored.record, lastId } };
  }
}

/** P23: now and then a write loses what it was to add to the queue, and says that it succeeded. */
class LosingStorage extends MemoryStorage {
  #writes = 0;

  override async write(changes: readonly StateChange[]): Promise<void> {
    const isLosing = ++this.#writes % 9 === 0;
    await super.write(isLosing ? changes.map(({ append: _, ...change }) => change) : changes);
  }
}

/** P15: the state of an answer is read before the operations that it says it contains. */
function readsInTwoSnapshots(): SimulationOptions {
  return {
    ...auditSimulation,
    createServerStore: () => {
      const store = new MemoryServerStore({ epoch: "e" });
      const pages = new Map<string, Awaited<ReturnType<ServerStore["pull"]>>>();
      return {
        ...storeWith((inner) => (request: TransactRequest, work) => inner.transact(request, work), store),
        pull: async (query) => {
          const key = JSON.stringify(query);
          const page = pages.get(key) ?? store.pull(query);
          pages.set(key, store.pull(query));
          return { ...page, client: store.pull(query).client };
        },
      };
    },
  };
}

export const BROKEN_INVARIANTS: readonly BrokenInvariant[] = [
  {
    name: "P6 an operation that is sent again is applied again",
    createOptions: withoutDeduplication,
    caughtAs: /P5/,
  },
  {
    name: "P5 the last operation is noted outside the transaction",
    createOptions: settledInAnotherTransaction,
    caughtAs: /P2[12]|commits|twice|times/,
  },
  {
    name: "P22 a confirmation drops what is pending",
    createOptions: dropsOnConfirmation,
    caughtAs: /P2[12]/,
  },
  { name: "P21 an old answer takes the version back", createOptions: takesOldAnswers, caughtAs: /P21/ },
  {
    name: "P4 numbers are given again after a restart",
    createOptions: () => ({ ...auditSimulation, createClientStorage: () => new ForgetfulStorage() }),
    caughtAs: /P4|P6|P21|P22|P23/,
  },
  {
    name: "P23 a write loses an operation",
    createOptions: () => ({ ...auditSimulation, createClientStorage: () => new LosingStorage() }),
    caughtAs: /P23|P22|P4/,
  },
  {
    name: "P15 state and last operation are of two snapshots",
    createOptions: readsInTwoSnapshots,
    caughtAs: /P2[12]/,
  },
];
