import { beginAnew } from "./begin-anew.js";
import type { PendingEntry } from "./pending-entry.js";
import { update, type Step } from "./step.js";
import type { SyncRequest } from "./sync-state.js";

/**
 * How long a server remembers a client at least (P6), in milliseconds: 30 days. A client that has no other sign of having
 * been forgotten goes by that.
 */
const REMEMBERED_MS = 30 * 24 * 60 * 60 * 1000;

/** Notes that the answer to a push was lost. */
export function noteDoubt(step: Step, request: SyncRequest | undefined): void {
  if (request?.kind !== "push") return;
  update(step, { doubtfulId: Math.max(step.state.doubtfulId, request.lastId) });
  askAgain(step);
}

/** After a pause of whatever length the server is asked what it has before anything in doubt is sent again. */
export function askAgain(step: Step): void {
  const { entries, doubtfulId } = step.state;
  if (entries.some(({ operation, confirmed }) => !confirmed && operation.id <= doubtfulId)) {
    update(step, { asked: false, pull: "now" });
  }
}

/**
 * Compares what the server has of this client with what this client has sent, and begins anew where they do not agree
 * (P7). Sending number 1 again to a server that has forgotten it would apply it twice without a gap being noticed: that
 * is why the server is asked before anything is sent again.
 *
 * A client that never was confirmed anything cannot tell a server that forgot it from one that its operations never
 * reached; it goes by the first operation's age, and takes a clock that was set back for age.
 *
 * @param at when the server was asked, in milliseconds since the epoch
 * @returns false where the client began anew
 */
export function isRemembered(
  step: Step,
  lastOperationId: number,
  at: number,
  freshClientId: string,
): boolean {
  const { loadedId, pushedId, doubtfulId, record, entries } = step.state;
  const [first] = entries;
  if (lastOperationId > pushedId) {
    step.effects.push({
      kind: "error",
      error: {
        kind: "storage",
        code: "storage_outdated",
        message:
          "The server has operations of this client that its storage has not: it was put back, was copied, or lost its end",
      },
    });
    beginAnew(step, freshClientId, Math.max(doubtfulId, Math.min(loadedId, lastOperationId)));
    return false;
  }
  // Drafts stand behind what has a number.
  if (first === undefined || first.draft) return true;
  if (lastOperationId === 0) {
    const wasKnown =
      record.coveredId > 0 || first.operation.id > 1 || entries.some(({ confirmed }) => confirmed);
    const isOld =
      first.operation.id <= doubtfulId && Math.abs(at - first.operation.timestamp) > REMEMBERED_MS;
    if (!wasKnown && !isOld) return true;
    beginAnew(step, freshClientId, doubtfulId);
    return false;
  }
  // A server that went back in time has lost these; they are sent again under the same numbers.
  const isLost = ({ operation, confirmed }: PendingEntry): boolean =>
    confirmed && operation.id > lastOperationId;
  if (entries.some(isLost)) {
    update(step, {
      entries: entries.map((entry) => (isLost(entry) ? { ...entry, confirmed: false } : entry)),
    });
  }
  return true;
}
