import type { Entity, PendingOperation } from "../../protocol/index.js";

/** What a client must know of itself across restarts, besides its queue and its entities. */
export interface ClientRecord {
  readonly clientId: string;
  /** The highest number given to an operation (P4). */
  readonly lastId: number;
  /**
   * Operations up to this number may have been sent: written before they are, so that a client which comes back knows
   * which ones the server cannot have seen. Absent in what older versions wrote: perhaps all of them.
   */
  readonly sentId?: number;
  /** The client's last operation that the stored entities contain (P15). */
  readonly coveredId: number;
  /** The server's version of the stored entities; absent before the first pull, and where they must be fetched anew. */
  readonly stateVersion?: string;
  /** The contract and the entity types that the stored entities were fetched under. */
  readonly scope: string;
}

export interface QueuedOperation {
  /** Names the operation before it has a number, and when tabs take over from each other. */
  readonly key: string;
  readonly operation: PendingOperation;
}

/** One step of the durable state. Applied to memory, written to storage and told to other tabs: the same value each time. */
export interface StateChange {
  readonly record: ClientRecord;
  /** Numbers of operations that leave the queue. */
  readonly remove?: readonly number[] | undefined;
  readonly append?: readonly QueuedOperation[] | undefined;
  /** The entities are replaced, not added to: forget those held before `put`. */
  readonly reset?: boolean | undefined;
  readonly put?: readonly Entity[] | undefined;
  readonly delete?: readonly string[] | undefined;
}

export interface StoredState {
  readonly record: ClientRecord;
  /** In the order of their numbers. */
  readonly queue: readonly QueuedOperation[];
  readonly entities: readonly Entity[];
  /** What was damaged and had to be left out, for the application to be told. */
  readonly repaired?: string;
}

/**
 * Where one client's state of one room outlives the process. The engine calls one method at a time, and never `write`
 * before `load`.
 */
export interface ClientStorage {
  /**
   * Names what is kept among all that the origin keeps: tabs that share it elect their leader by it (P26), whatever
   * version of the application each of them runs. Without one all tabs of a room share.
   */
  readonly name?: string;
  /** All that was written, undefined where nothing was. */
  load(): Promise<StoredState | undefined>;
  /**
   * Writes the changes, in order and as one: after a crash all of them are there or none. Resolves when they would
   * survive a power cut, as far as the platform can promise that (P20).
   */
  write(changes: readonly StateChange[]): Promise<void>;
  /** Lets go of files and connections. `load` may be called again. */
  close(): Promise<void>;
}
