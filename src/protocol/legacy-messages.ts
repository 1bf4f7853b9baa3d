import type { Entity } from "./entity.js";
import type { ConfirmationIssue } from "./messages.js";

/** What became of a legacy client's change: it is committed (P32). */
export interface SyncAck {
  /** As the change carried it. */
  readonly operationId?: string | number;
  readonly entityType: string;
  readonly entityId: string;
  readonly success: true;
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
}

/** Why a legacy client's message was refused (P32). The paths of issues begin with a field of the change. */
export interface SyncRefusal {
  readonly operationId?: string | number;
  readonly entityType?: string;
  readonly entityId?: string;
  readonly success: false;
  /** A key of `ERROR_CODES`, or a code of the application's own handlers. */
  readonly code: string;
  readonly message: string;
  readonly issues?: readonly ConfirmationIssue[];
}

/** Tells the sender of an upsert that concurrent changes to other fields of the entity were kept. */
export interface EntityMerge {
  readonly operationId?: string | number;
  readonly entityType: string;
  readonly entityId: string;
  /** As it was committed. */
  readonly entity: Entity;
  /** The fields that hold somebody else's change. */
  readonly fields: readonly string[];
}

/** Who is there and where, as legacy clients tell each other; the server knows none of it but `userId`. */
export interface PresenceInfo {
  readonly userId: string;
  readonly cursor?: { readonly entityType: string; readonly entityId: string; readonly position?: number };
  readonly isOnline?: boolean;
  /** Milliseconds since the epoch. */
  readonly lastSeen?: number;
  readonly timestamp?: number;
  readonly [name: string]: unknown;
}
