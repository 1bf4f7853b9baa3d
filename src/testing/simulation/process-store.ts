import {
  TransientFailure,
  type RoomChanges,
  type RoomReader,
  type RoomResult,
  type ServerStore,
} from "../../server/index.js";
import type { History } from "./history.js";
import { never, type SimulatedProcess } from "./simulated-process.js";

/** Thrown into the store's transaction where the process behind it is gone: nothing of it is kept. */
class ConnectionLost extends Error {}

/**
 * A server process's connection to the store that outlives it. It takes time, fails for now, commits without saying so,
 * starts work over, and ends with the process: a transaction that is under way then leaves nothing.
 */
export function openProcessStore(
  history: History,
  durable: ServerStore,
  process: SimulatedProcess,
  isAsynchronous: boolean,
): ServerStore {
  const { random, world } = history;

  /** One step over the connection. @throws ConnectionLost */
  const step = async (): Promise<void> => {
    if (!process.reach()) throw new ConnectionLost();
    if (isAsynchronous && random.chance(0.3)) await world.sleep(random.between(0.1, 5));
    if (!process.isAlive) throw new ConnectionLost();
  };
  /** Only while the process lives: the dead learn nothing. */
  const answered = async <Value>(call: Promise<Value>): Promise<Value> => {
    try {
      const value = await call;
      return process.isAlive ? value : await never();
    } catch (error) {
      if (!process.isAlive || error instanceof ConnectionLost) return never();
      throw error;
    }
  };
  const whileAlive = <Value>(work: PromiseLike<Value>): Promise<Value> =>
    new Promise((resolve, reject) => {
      const forget = process.onDeath(() => reject(new ConnectionLost()));
      work.then(resolve, reject).then(forget);
    });
  const reader = (room: RoomReader): RoomReader =>
    isAsynchronous
      ? {
          epoch: room.epoch,
          version: room.version,
          size: room.size,
          client: (clientId) => room.client(clientId),
          outcome: (clientId, id) => step().then(() => room.outcome(clientId, id)),
          get: (id) => step().then(() => room.get(id)),
          list: (type) => step().then(() => room.list(type)),
        }
      : room;
  const note = (roomId: string, versionBefore: number, changes: RoomChanges): void => {
    try {
      history.room(roomId).committed(versionBefore, changes);
    } catch (error) {
      history.fail(error);
    }
  };
  const begin = async (): Promise<void> => {
    await step();
    if (history.strikes("store_unavailable")) throw unavailable();
  };
  const unavailable = (): TransientFailure =>
    new TransientFailure("Simulated: the store cannot be reached", random.integer(100, 5_000));

  return {
    transact: (request, work) =>
      answered(
        (async () => {
          await begin();
          let written: { readonly version: number; readonly changes: RoomChanges } | undefined;
          const outcome = await durable.transact(request, async (room) => {
            let result: RoomResult<Awaited<ReturnType<typeof work>>["outcome"]>;
            do {
              await step();
              result = await whileAlive(Promise.resolve(work(reader(room))));
              await step();
            } while (history.strikes("work_run_again"));
            written = result.changes && { version: room.version, changes: result.changes };
            return result;
          });
          if (written !== undefined) note(request.roomId, written.version, written.changes);
          await step();
          if (history.strikes("commit_unknown", written !== undefined)) throw unavailable();
          return outcome;
        })(),
      ),
    pull: (query) =>
      answered(
        (async () => {
          await begin();
          const page = await durable.pull(query);
          await step();
          return page;
        })(),
      ),
    invalidate: (roomId, userId) => answered(step().then(() => durable.invalidate(roomId, userId))),
    compact: (request) =>
      answered(
        step().then(async () => {
          const result = await durable.compact(request);
          for (const roomId of history.roomIds) history.room(roomId).forgetBefore(request.clientsBefore);
          return result;
        }),
      ),
    check: () => {},
    close: () => {},
  };
}
