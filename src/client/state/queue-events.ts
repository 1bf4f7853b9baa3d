import {
  findEntity,
  type Entity,
  type PendingOperation,
  type RuntimeContract,
} from "../../protocol/index.js";
import type { ClientRecord, QueuedOperation, StateChange, StoredState } from "../storage/client-storage.js";
import { applyChange, runEntry, tellChange } from "./apply-change.js";
import { operationError } from "../sync-error.js";
import { NO_FOOTPRINT } from "./footprint.js";
import { unknownOutcome } from "./outcome-unknown.js";
import type { PendingEntry } from "./pending-entry.js";
import { update, type Step } from "./step.js";
import type { Settlement } from "./sync-effect.js";
import type { EventOf } from "./sync-event.js";
import { mayRequest } from "./next-request.js";
import { findUndecided } from "./undecided.js";
import { scopeOf } from "./sync-settings.js";
import { viewOf } from "./sync-state.js";

/** Decides a step of the durable state, applies it, and has it written and told. */
export function commit(step: Step, change: StateChange, settled: readonly Settlement[] = []): void {
  applyChange(step, change);
  step.effects.push({ kind: "commit", change, settled });
}

/** Tells verdicts: each to whoever waits for it, and refusals to the application besides. */
export function tellSettled(step: Step, settled: readonly Settlement[]): void {
  step.effects.push({ kind: "settled", settled });
  for (const { operation, outcome } of settled) {
    if (!outcome.ok) step.effects.push({ kind: "error", error: operationError(operation, outcome) });
  }
}

/** Runs a new entry on top of everything, at a cost that does not depend on what is held. */
export function append(step: Step, entry: PendingEntry): void {
  const before = viewOf(step.state);
  const footprint = runEntry(step.settings, entry, before);
  const { writes } = step.state;
  // A spread with one more makes room twice, and there may be thousands.
  const entries = step.state.entries.concat([{ ...entry, footprint }]);
  update(step, { entries, writes: writes.with(footprint.writes) });
  tellChange(step, footprint.writes.keys(), before, viewOf(step.state));
}

export function onMutated(step: Step, event: EventOf<"mutated">): void {
  const { record, role, entries } = step.state;
  const draft = role !== "leading";
  const last = entries.at(-1);
  // Field by field: a spread with more behind it is slow, and every operation passes here.
  const operation: PendingOperation = {
    name: event.operation.name,
    args: event.operation.args,
    id: (last?.draft ? last.operation.id : record.lastId) + 1,
    clientId: record.clientId,
    timestamp: event.operation.timestamp,
    contract: step.settings.contract.fingerprint,
  };
  append(step, {
    key: event.key,
    operation,
    args: event.args,
    draft,
    left: false,
    confirmed: false,
    footprint: NO_FOOTPRINT,
  });
  if (!draft) commitAppended(step, { key: event.key, operation });
  else if (role === "following") {
    step.effects.push({ kind: "offer", queued: { key: event.key, operation } });
  }
}

export function commitAppended(step: Step, queued: QueuedOperation): void {
  const { lastId, sentId } = step.state.record;
  const { id } = queued.operation;
  // What is about to be sent is marked in the same write; a backlog is marked batch by batch.
  const isMarked = sentId === lastId && mayRequest(step.state);
  const record: ClientRecord = { ...step.state.record, lastId: id, ...(isMarked && { sentId: id }) };
  update(step, { record });
  step.effects.push({ kind: "numbered", queued: [queued] });
  step.effects.push({ kind: "commit", change: { record, append: [queued] }, settled: [] });
}

/** Notes on disk that operations up to this number may have been sent (P7); they are when that is there. */
export function commitMark(step: Step, sentId: number): void {
  const record: ClientRecord = { ...step.state.record, sentId };
  update(step, { record });
  step.effects.push({ kind: "commit", change: { record }, settled: [] });
}

/** The entity as the contract yields it, if the contract takes it. */
function fitted(contract: RuntimeContract, entity: Entity): readonly Entity[] {
  const parsed = findEntity(contract, entity.type)?.validator.parse(entity);
  return parsed?.ok ? [parsed.value as Entity] : [];
}

/**
 * What was stored, replacing what is held: entities, and the queue except for drafts. An operation of this client's
 * own that the queue does not hold, because the tab that numbered it went before it was stored, is a draft again. But if
 * this tab was away, or has not heard all that the one before decided, it may have been decided, and is not sent twice.
 */
export function adopt(
  step: Step,
  stored: StoredState | undefined,
  decided: readonly Settlement[] = [],
): StateChange {
  const { settings } = step;
  const isUndecided = findUndecided(step.state, stored, decided);
  const held = new Set(stored?.queue.map(({ key }) => key));
  const unknown: Settlement[] = [];
  const settle = (entry: PendingEntry): PendingEntry => {
    const { key, confirmed, left } = entry;
    if (held.has(key) || confirmed || !key.startsWith(settings.origin)) return entry;
    if (!left && !isUndecided(entry)) return { ...entry, draft: true };
    unknown.push(unknownOutcome(entry));
    return { ...entry, draft: false, confirmed: true };
  };
  update(step, { entries: step.state.entries.map(settle) });
  if (unknown.length > 0) tellSettled(step, unknown);
  const { state } = step;
  const scope = scopeOf(settings);
  const remove = state.entries
    .filter(({ key, draft }) => !draft && !held.has(key))
    .map(({ operation }) => operation.id);
  // What is held of the server's state is shown on, but is not to be continued where storage has none of it.
  if (stored === undefined) return { record: { ...withoutVersion(state.record), scope }, remove };
  const { record, entities, queue } = stored;
  const isInScope = record.scope === scope;
  return {
    // Entities of another contract are shown as far as they fit this one, and fetched anew.
    record: isInScope ? record : { ...withoutVersion(record), scope },
    reset: true,
    put: isInScope ? entities : entities.flatMap((entity) => fitted(settings.contract, entity)),
    append: queue,
    remove,
  };
}

function withoutVersion({ stateVersion: _, ...unversioned }: ClientRecord): ClientRecord {
  return unversioned;
}

/** Takes the lead with what storage holds; what was done before it was read gets its numbers now (P4, P20). */
export function onLoaded(step: Step, { stored }: EventOf<"loaded">): void {
  const change = adopt(step, stored);
  const held = new Set(stored?.queue.map(({ key }) => key));
  const { clientId } = change.record;
  let { lastId } = change.record;
  for (const { operation } of stored?.queue ?? []) lastId = Math.max(lastId, operation.id);
  // Without storage nothing is known but what this process itself has sent.
  const { sentId = stored ? lastId : step.state.pushedId } = change.record;
  update(step, { role: "leading", loadedId: lastId, markedId: sentId, pushedId: sentId, doubtfulId: sentId });
  if (lastId > 0) update(step, { asked: false, pull: "now" });
  const numbered: QueuedOperation[] = step.state.entries
    .filter(({ draft, key }) => draft && !held.has(key))
    .map(({ key, operation }) => ({ key, operation: { ...operation, id: ++lastId, clientId } }));
  const record = { ...change.record, lastId, sentId };
  applyChange(step, { ...change, record, append: [...(change.append ?? []), ...numbered] });
  step.effects.push({ kind: "numbered", queued: [...(stored?.queue ?? []), ...numbered] });
  if (numbered.length > 0 || stored === undefined) {
    step.effects.push({ kind: "commit", change: { record, append: numbered }, settled: [] });
  }
}

export function onStored(step: Step, { clientId, id }: EventOf<"stored">): void {
  if (clientId === step.state.record.clientId && id > step.state.markedId) update(step, { markedId: id });
}
