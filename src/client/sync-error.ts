import type { ConfirmationIssue, PendingOperation } from "../protocol/index.js";
import type { Outcome } from "./mutation.js";

/** Everything that goes wrong, as one typed event. Nothing here was lost: operations stay queued unless `operation` is told as failed. */
export type SyncError =
  /** The server refused an operation, or its arguments never were valid: its effect is gone from the view. */
  | {
      readonly kind: "operation";
      readonly code: string;
      readonly message: string;
      readonly issues?: readonly ConfirmationIssue[];
      readonly operation: PendingOperation;
    }
  /** A request failed. `willRetry` is false where only the application can help: it calls `connect` again (P24, P35). */
  | {
      readonly kind: "request";
      readonly code: string;
      readonly message: string;
      readonly status?: number;
      readonly willRetry: boolean;
    }
  /** What was to be kept could not be read or written, or was damaged and has been repaired. */
  | { readonly kind: "storage"; readonly code: string; readonly message: string; readonly cause?: unknown };

/** How a refused operation is told to the application. */
export function operationError(
  operation: PendingOperation,
  { ok: _, ...refusal }: Extract<Outcome, { readonly ok: false }>,
): SyncError {
  return { kind: "operation", ...refusal, operation };
}
