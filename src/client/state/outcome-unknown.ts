import type { QueuedOperation } from "../storage/client-storage.js";
import type { Settlement } from "./sync-effect.js";

/** The end of an operation that may have been applied, which nobody can tell any more. It is not sent again (P7, P26). */
export function unknownOutcome({ key, operation }: QueuedOperation): Settlement {
  const message = "Nobody can tell any more whether this operation was applied; it was not sent again";
  return { key, operation, outcome: { ok: false, code: "outcome_unknown", message } };
}
