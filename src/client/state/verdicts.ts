import type { OperationConfirmation } from "../../protocol/index.js";
import type { Outcome } from "../mutation.js";
import { isCovered } from "./apply-change.js";
import type { PendingEntry } from "./pending-entry.js";
import { commit, tellSettled } from "./queue-events.js";
import { update, type Step } from "./step.js";
import type { Settlement } from "./sync-effect.js";

function outcomeOf(confirmation: OperationConfirmation): Outcome {
  if (confirmation.success) return { ok: true };
  const { code = "handler_failed", error = code, issues } = confirmation;
  return { ok: false, code, message: error, ...(issues && { issues }) };
}

/**
 * Takes verdicts on this client's own operations; those on another client's are not believed. A success alone drops no
 * effect (P22): the operation stays until the base contains it. A failure drops it at once and rebases.
 *
 * @returns how many operations were waiting for one of them
 */
export function takeVerdicts(step: Step, confirmations: readonly OperationConfirmation[]): number {
  const { record } = step.state;
  const verdicts = new Map<number, OperationConfirmation>();
  for (const confirmation of confirmations) {
    if (confirmation.clientId === record.clientId) verdicts.set(confirmation.operationId, confirmation);
  }
  const settled: Settlement[] = [];
  const remove: number[] = [];
  const entries: PendingEntry[] = [];
  for (const entry of step.state.entries) {
    const { key, operation, draft, confirmed } = entry;
    const verdict = draft || confirmed ? undefined : verdicts.get(operation.id);
    if (verdict === undefined) {
      entries.push(entry);
      continue;
    }
    settled.push({ key, operation, outcome: outcomeOf(verdict) });
    if (verdict.success) entries.push({ ...entry, confirmed: true });
    else entries.push(entry);
    if (!verdict.success || isCovered(step.state, entry)) remove.push(operation.id);
  }
  if (settled.length === 0) return 0;
  update(step, { entries });
  if (remove.length > 0) commit(step, { record, remove }, settled);
  else step.effects.push({ kind: "commit", change: { record }, settled });
  tellSettled(step, settled);
  return settled.length;
}
