import type { Entity } from "./entity.js";

/** One thing a user did, numbered by the client that did it (P4). */
export interface PendingOperation {
  readonly name: string;
  readonly args: readonly unknown[];
  /** 1, 2, 3, … per client and room, never reused. */
  readonly id: number;
  readonly clientId: string;
  /** Milliseconds since the epoch; informative, nothing orders by it. */
  readonly timestamp: number;
  /** Fingerprint of the contract under which it was made, where that is not the one that the request names (P35). */
  readonly contract?: string;
}

/** What is wrong with an argument, as a confirmation carries it. */
export interface ConfirmationIssue {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** What became of an operation (P5, P6, P8). */
export interface OperationConfirmation {
  readonly operationId: number;
  readonly clientId: string;
  readonly success: boolean;
  readonly error?: string;
  /** Milliseconds since the epoch. */
  readonly serverTimestamp: number;
  /** A key of `ERROR_CODES`, or a code of the application's own handlers. */
  readonly code?: string;
  readonly issues?: readonly ConfirmationIssue[];
}

export interface PushRequest {
  readonly operations: readonly PendingOperation[];
}

export interface PushResponse {
  readonly confirmations: readonly OperationConfirmation[];
}

export interface StateSyncRequest {
  /** As the server gave it, opaque (P13). */
  readonly stateVersion?: string;
  /** Limits the answer to these types (P16). */
  readonly entityTypes?: readonly string[];
  readonly clientId?: string;
  /** Entities per page at most (P17). */
  readonly limit?: number;
}

export interface StateSyncResponse {
  readonly stateVersion: string;
  readonly entities: readonly Entity[];
  readonly deletedEntityIds?: readonly string[];
  /** Milliseconds since the epoch; older servers leave it out. */
  readonly syncTimestamp?: number;
  /** The client's last operation that this state contains (P15); with the last page alone (P17). */
  readonly lastOperationId?: number;
  /** The answer is a full snapshot that replaces what the client holds (P13). */
  readonly reset?: true;
  /** More pages follow under `stateVersion` (P17). */
  readonly hasMore?: true;
}

/** A hint that a room changed (P28). */
export interface StateChangedNotification {
  readonly type: "state_changed";
  readonly data: StateChangedHint;
  readonly timestamp: number;
}

export interface StateChangedHint {
  readonly stateVersion: string;
  readonly entityTypes: readonly string[];
  /** Spares clients that are at its `from` the pull. */
  readonly patch?: StatePatch;
}

/** All that changed in a room, whatever its type, from one version to the one that the hint names (P28). */
export interface StatePatch {
  /** Equal, as a text, to the `stateVersion` that a last page gave. */
  readonly from: string;
  readonly entities: readonly Entity[];
  /** Applied before the entities. */
  readonly deletedEntityIds?: readonly string[];
  /** The last operation of the stream's client that is contained; absent where none of its operations is new in it (P15). */
  readonly lastOperationId?: number;
}

/** A confirmation told ahead of the answer to its push, to that client alone (P29). */
export interface OperationConfirmedNotification {
  readonly type: "operation_confirmed";
  readonly data: OperationConfirmation;
  readonly timestamp: number;
}

export type Notification = StateChangedNotification | OperationConfirmedNotification;

/** The change message of legacy sockets (P32, P33). */
export interface SyncChange {
  readonly type: "upsert" | "delete";
  readonly entityType: string;
  readonly entityId: string;
  readonly entity?: Entity;
  /**
   * The entity as the server was last known to have it when the change was made. A server needs it where it cannot know
   * itself what the change was made from.
   */
  readonly base?: Entity;
  readonly timestamp?: number;
  readonly userId?: string;
  readonly operationId?: string | number;
}

/** The one shape of errors (P36). */
export interface ErrorBody {
  readonly error: ErrorDetail;
}

export interface ErrorDetail {
  readonly code: string;
  readonly message: string;
  readonly issues?: readonly ConfirmationIssue[];
  /** With `operation_gap`: the number the server waits for (P7). */
  readonly expectedOperationId?: number;
  /** With `operation_gap`: what was committed before the gap (P7). */
  readonly confirmations?: readonly OperationConfirmation[];
}
