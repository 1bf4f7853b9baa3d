import type { ConfirmationIssue, Entity } from "../../protocol/index.js";
import type { Awaitable } from "../awaitable.js";
import type { RowKey } from "./row-order.js";

/**
 * Where rooms live. A store keeps, per room: an epoch and a version (P12, P13), entities and the tombstones of
 * deleted ones, each with the version that last touched it, clients with their owner and last operation (P5, P10),
 * and the outcomes of operations (P6).
 *
 * Isolation it must give: the transactions of one room are serializable, and commit in the order of their versions, so
 * that a reader who saw version n sees all that committed at or before n. `pull` reads one snapshot (P15). What
 * `transact` has resolved for is durable as far as the store is durable at all. `src/testing/store-suite.ts` checks it.
 */
export interface ServerStore {
  /**
   * Runs `work` as if nobody else wrote to the room, and commits the changes that it returns as the room's next version,
   * all or nothing. `work` may be run again where the first run could not be serialized. Where `work` throws, nothing
   * changes and its error is thrown. Where the store fails, nothing changes. @throws TransientFailure (P9)
   */
  transact<Outcome>(request: TransactRequest, work: RoomWork<Outcome>): Promise<Outcome>;
  /** One page of a room's state. @throws TransientFailure (P9) */
  pull(query: StateQuery): Awaitable<StatePage>;
  /** Makes every version that was given out so far stale for one user: their next pull is a full snapshot. */
  invalidate(roomId: string, userId: string): Awaitable<void>;
  /** Drops what has outlived its time (P19). */
  compact(request: CompactRequest): Awaitable<CompactResult>;
  /** @throws TransientFailure where the store cannot serve now */
  check(): Awaitable<void>;
  close(): Awaitable<void>;
}

export interface TransactRequest {
  readonly roomId: string;
  /** May name one more than once. */
  readonly clientIds: readonly string[];
  /** Ids of entities that the work will probably read, so that an asynchronous store can fetch them in one go; some more than once. */
  readonly likelyIds: readonly string[];
  /** The work does nothing but read the room: to run it once too often is harmless. */
  readonly isRepeatable?: boolean;
}

export type RoomWork<Outcome> = (room: RoomReader) => Awaitable<RoomResult<Outcome>>;

export interface RoomResult<Outcome> {
  readonly outcome: Outcome;
  /** Absent: nothing is written at all. */
  readonly changes?: RoomChanges;
}

/** A room as one transaction sees it. Synchronous stores answer without a promise. */
export interface RoomReader {
  readonly epoch: string;
  /** Before this transaction. */
  readonly version: number;
  /** How many entities live in the room, before this transaction. */
  readonly size: number;
  /** One of the request's `clientIds`. */
  client(clientId: string): ClientRecord | undefined;
  /** The record that covers an operation which was settled before. */
  outcome(clientId: string, operationId: number): Awaitable<OutcomeRecord | undefined>;
  /** The entity that lives under the id, of whichever type. */
  get(id: string): Awaitable<Entity | undefined>;
  /** The living entities of a type, in any order. */
  list(type: string): Awaitable<readonly Entity[]>;
}

export interface ClientRecord {
  /** Undefined for an anonymous client. */
  readonly userId: string | undefined;
  readonly lastOperationId: number;
}

/** What became of a run of operations of one client that were settled together. Those not among `failures` succeeded. */
export interface OutcomeRecord {
  readonly firstOperationId: number;
  readonly lastOperationId: number;
  readonly serverTimestamp: number;
  readonly failures: readonly OperationFailure[];
}

/** An outcome with whose operations they were (P10). */
export interface SettledOperations extends OutcomeRecord {
  readonly clientId: string;
  readonly userId: string | undefined;
}

export interface OperationFailure {
  readonly operationId: number;
  readonly code: string;
  readonly error: string;
  readonly issues?: readonly ConfirmationIssue[];
}

export interface RoomChanges {
  /** Entities as they shall be. */
  readonly puts: readonly Entity[];
  /** Entities that no longer live, or no longer under this type. */
  readonly removals: readonly { readonly id: string; readonly type: string }[];
  /** How many more entities live afterwards; negative where fewer do. */
  readonly growth: number;
  /** At most one for each client; it makes the client's record, too. */
  readonly settled: readonly SettledOperations[];
  /** Milliseconds since the epoch: the age of tombstones counts from here. */
  readonly now: number;
}

/** Whether the room's version grows with these changes (P12). */
export function changesEntities(changes: RoomChanges): boolean {
  return changes.puts.length > 0 || changes.removals.length > 0;
}

export interface StateQuery {
  readonly roomId: string;
  readonly clientId: string | undefined;
  /** Whose invalidations count. */
  readonly userId: string | undefined;
  /** Absent: the full state. */
  readonly position: StatePosition | undefined;
  /** Absent: all types. */
  readonly entityTypes: readonly string[] | undefined;
  /** Rows at most. */
  readonly limit: number;
  /** The page ends with the row whose JSON reaches this many characters, so that no answer outgrows memory. */
  readonly maxLength: number;
}

/**
 * How far a client has read: all rows up to `version`, or, in the midst of a page, up to `after` within `version`.
 * Tombstones matter to it from `since` on.
 */
export interface StatePosition {
  readonly epoch: string;
  readonly version: number;
  readonly after?: RowKey;
  readonly since: number;
}

/**
 * Rows in the order of (version, id, type), in whatever order of strings the store has, read in one snapshot (P15).
 * Living entities behind the start, and tombstones that are newer than its `since`; but not the tombstone of an id that
 * lives again under another of the query's types.
 */
export interface StatePage {
  readonly epoch: string;
  /** The room's version. */
  readonly version: number;
  /** Tombstones up to this version may be gone, and the query's user may not see the room as before up to it (P19). */
  readonly horizon: number;
  /** Where reading started; differs from the query's position where that could not be honoured (P13). */
  readonly start: StatePosition;
  /** The position was given and could not be honoured. */
  readonly reset: boolean;
  readonly rows: readonly StateRow[];
  /** Rows are left behind the last one. */
  readonly hasMore: boolean;
  /** The query's client. */
  readonly client: ClientRecord | undefined;
}

export interface StateRow {
  readonly id: string;
  readonly type: string;
  readonly version: number;
  /** The entity's JSON text; undefined for a tombstone. */
  readonly json: string | undefined;
}

export interface CompactRequest {
  /** Tombstones of before this time go, and the horizon rises to the newest of them. Milliseconds since the epoch. */
  readonly tombstonesBefore: number;
  /** Outcomes without a failure that were settled before this time go, except each client's last: what is not on record succeeded. */
  readonly outcomesBefore: number;
  /** Clients whose last operations were settled before this time go, with their outcomes. */
  readonly clientsBefore: number;
}

export interface CompactResult {
  readonly tombstones: number;
  readonly outcomes: number;
  readonly clients: number;
}
