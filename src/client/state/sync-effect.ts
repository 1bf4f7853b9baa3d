import type { PendingOperation } from "../../protocol/index.js";
import type { Outcome } from "../mutation.js";
import type { QueuedOperation, StateChange } from "../storage/client-storage.js";
import type { SyncError } from "../sync-error.js";
import type { ViewChange } from "../view-change.js";
import type { SyncRequest } from "./sync-state.js";

/** What the world has to do about a new state, in order. */
export type SyncEffect =
  /** Write the change to storage, and tell it to the other tabs. */
  | { readonly kind: "commit"; readonly change: StateChange; readonly settled: readonly Settlement[] }
  /** Operations got their numbers. */
  | { readonly kind: "numbered"; readonly queued: readonly QueuedOperation[] }
  /** Ask the leading tab to queue the operation. */
  | { readonly kind: "offer"; readonly queued: QueuedOperation }
  | { readonly kind: "request"; readonly request: SyncRequest }
  /** Give up the request that is on its way. */
  | { readonly kind: "abort" }
  /** Come back with `retry_due`: after a random part of a time that doubles with each failure, or later if asked to (P24). */
  | { readonly kind: "wait"; readonly failures: number; readonly retryAfterMs: number }
  | { readonly kind: "stop_waiting" }
  /** The view shows something else (P21). At most once per event. */
  | { readonly kind: "changed"; readonly change: ViewChange }
  | { readonly kind: "settled"; readonly settled: readonly Settlement[] }
  | { readonly kind: "error"; readonly error: SyncError };

/** The verdict on one operation. */
export interface Settlement {
  readonly key: string;
  readonly operation: PendingOperation;
  readonly outcome: Outcome;
}
