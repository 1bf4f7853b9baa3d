import type { Awaitable } from "../awaitable.js";
import { settle, wait } from "../awaitable.js";
import { createEpoch } from "./create-epoch.js";
import { MemoryRoom } from "./memory-room.js";
import { RoomLock } from "./room-lock.js";
import type {
  CompactRequest,
  CompactResult,
  RoomChanges,
  RoomWork,
  ServerStore,
  StatePage,
  StateQuery,
  TransactRequest,
} from "./server-store.js";

export interface MemoryServerStoreOptions {
  /** Of every room: digits and small letters. Default: random. */
  readonly epoch?: string;
}

/** Keeps everything in this process's memory, and nothing when the process ends: for tests and for trying things out. */
export class MemoryServerStore implements ServerStore {
  readonly #rooms = new Map<string, MemoryRoom>();
  readonly #lock = new RoomLock();
  readonly #epoch: string;

  constructor(options: MemoryServerStoreOptions = {}) {
    this.#epoch = options.epoch ?? createEpoch();
  }

  transact<Outcome>(request: TransactRequest, work: RoomWork<Outcome>): Promise<Outcome> {
    return this.#lock.run(request.roomId, () => {
      const room = this.#room(request.roomId);
      const keep = (kept: MemoryRoom, changes: RoomChanges) => {
        kept.apply(changes);
        this.#rooms.set(request.roomId, kept);
      };
      return settle(
        (function* () {
          const { outcome, changes } = yield* wait(work(room));
          if (changes !== undefined) keep(room, changes);
          return outcome;
        })(),
      );
    });
  }

  pull(query: StateQuery): StatePage {
    return this.#room(query.roomId).page(query);
  }

  invalidate(roomId: string, userId: string): Awaitable<void> {
    return this.#lock.run(roomId, () => {
      const room = this.#room(roomId);
      room.invalidate(userId);
      this.#rooms.set(roomId, room);
    });
  }

  compact(request: CompactRequest): CompactResult {
    const total = { tombstones: 0, outcomes: 0, clients: 0 };
    for (const room of this.#rooms.values()) {
      const removed = room.compact(request);
      total.tombstones += removed.tombstones;
      total.outcomes += removed.outcomes;
      total.clients += removed.clients;
    }
    return total;
  }

  check(): void {}

  close(): void {}

  /** A room that nobody wrote to is not kept: reading costs no memory. */
  #room(roomId: string): MemoryRoom {
    return this.#rooms.get(roomId) ?? new MemoryRoom(this.#epoch);
  }
}
