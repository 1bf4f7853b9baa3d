import type { OperationConfirmation } from "../../protocol/index.js";
import type { Outcome } from "../mutation.js";
import { isCovered } from "./apply-change.js";
import { firstPlace } from "./first-place.js";
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
  let entries: PendingEntry[] | undefined;
  const settled: Settlement[] = [];
  const remove: number[] = [];
  for (const confirmation of confirmations) {
    const place = placeOf(step.state.entries, confirmation.operationId);
    const entry = (entries ?? step.state.entries)[place];
    if (entry === undefined || entry.confirmed || confirmation.clientId !== record.clientId) continue;
    // A verdict on what was never sent is on an operation of somebody who has this client's storage, too.
    if (entry.operation.id > step.state.pushedId) continue;
    const { key, operation } = entry;
    settled.push({ key, operation, outcome: outcomeOf(confirmation) });
    if (!confirmation.success || isCovered(step.state, entry)) remove.push(operation.id);
    entries ??= step.state.entries.slice();
    entries[place] = { ...entry, confirmed: true };
  }
  if (entries === undefined) return 0;
  update(step, { entries });
  if (remove.length > 0) commit(step, { record, remove }, settled);
  else step.effects.push({ kind: "commit", change: { record }, settled });
  tellSettled(step, settled);
  return settled.length;
}

/** Where the operation of this number stands; -1 where it does not. Numbered entries stand in order, drafts behind them. */
function placeOf(entries: readonly PendingEntry[], operationId: number): number {
  const place = firstPlace(entries, ({ draft, operation }) => !draft && operation.id < operationId);
  const entry = entries[place];
  return entry?.operation.id === operationId && !entry.draft ? place : -1;
}
