import { decodeArguments, findOperation, jsonEquals, type Entity } from "../../protocol/index.js";
import type { QueuedOperation, StateChange } from "../storage/client-storage.js";
import { NO_FOOTPRINT, recordFootprint, type Footprint } from "./footprint.js";
import type { PendingEntry } from "./pending-entry.js";
import type { ReadView } from "./read-view.js";
import { rebase } from "./rebase.js";
import { update, type Step } from "./step.js";
import type { SyncSettings } from "./sync-settings.js";
import { viewOf, type SyncState } from "./sync-state.js";
import { VersionedMap } from "./versioned-map.js";

/** Whether the base contains the operation already, so that it is not replayed (P21). */
export function isCovered(state: SyncState, entry: PendingEntry): boolean {
  return !entry.draft && entry.operation.id <= state.record.coveredId;
}

/** An entry for an operation whose arguments come from storage or from another tab. */
export function entryOf(settings: SyncSettings, queued: QueuedOperation, draft: boolean): PendingEntry {
  const { key, operation } = queued;
  const model = findOperation(settings.contract, operation.name);
  const decoded = model && decodeArguments(model, operation.args);
  const args = decoded?.ok ? decoded.value : undefined;
  return { key, operation, args, draft, left: false, confirmed: false, footprint: NO_FOOTPRINT };
}

/** What the entry does to a view: nothing where the base contains it. */
export function runEntry(
  settings: SyncSettings,
  { operation, args }: PendingEntry,
  view: ReadView,
): Footprint {
  return args === undefined ? NO_FOOTPRINT : recordFootprint(settings, operation, args, view);
}

/** The entities that differ, those that are equal to what is known standing aside. */
function differences(state: SyncState, change: StateChange): Map<string, Entity | undefined> {
  const { base } = state;
  const view = viewOf(state);
  const changes = new Map<string, Entity | undefined>();
  if (base.isEmpty && state.entries.length === 0) {
    for (const entity of change.put ?? []) changes.set(entity.id, entity);
    return changes;
  }
  if (change.reset) for (const id of base.ids()) changes.set(id, undefined);
  for (const id of change.delete ?? []) if (base.find(id) !== undefined) changes.set(id, undefined);
  for (const entity of change.put ?? []) {
    const known = base.find(entity.id);
    const seen = view.find(entity.id);
    if (known !== undefined && jsonEquals(known, entity)) changes.delete(entity.id);
    else changes.set(entity.id, seen !== undefined && jsonEquals(seen, entity) ? seen : entity);
  }
  return changes;
}

/** The queue after the change: numbered operations by number, then the drafts that still have none. */
function queueAfter(step: Step, change: StateChange): { entries: PendingEntry[]; renumbered: Set<string> } {
  const { settings, state } = step;
  const removed = new Set(change.remove);
  const known = new Map<string, PendingEntry>();
  const appended = new Set(change.append?.map(({ key }) => key));
  const numbered: PendingEntry[] = [];
  const drafts: PendingEntry[] = [];
  for (const entry of state.entries) {
    if (appended.has(entry.key)) known.set(entry.key, entry);
    else if (entry.draft) drafts.push(entry);
    else if (!removed.has(entry.operation.id)) numbered.push(entry);
  }
  for (const queued of change.append ?? []) {
    const entry = known.get(queued.key) ?? entryOf(settings, queued, false);
    numbered.push({ ...entry, operation: queued.operation, draft: false, left: false, confirmed: false });
  }
  return { entries: [...numbered, ...drafts], renumbered: new Set(known.keys()) };
}

/**
 * Applies one step of the durable state: the base advances, the queue changes, and what is pending is replayed on top,
 * all at once (P21, P22). The leader does it with what it decided, a follower with what it was told.
 */
export function applyChange(step: Step, change: StateChange): void {
  const { settings, state } = step;
  const before = viewOf(state);
  const changes = differences(state, change);
  const base = state.base.with(changes);
  const { entries: queue, renumbered } = queueAfter(step, change);
  update(step, { record: change.record, base });
  const isShown = (entry: PendingEntry): boolean => !isCovered(step.state, entry);
  const result = rebase(
    state.entries,
    queue,
    state.base,
    base,
    changes.keys(),
    (entry) =>
      isShown(entry) === (entry.footprint === NO_FOOTPRINT) ||
      (entry.footprint.asksNumber && renumbered.has(entry.key)),
    (entry, view) => (isShown(entry) ? runEntry(settings, entry, view) : NO_FOOTPRINT),
  );
  update(step, { entries: result.entries, writes: new VersionedMap(result.writes) });
  tellChange(step, result.suspects, before, viewOf(step.state));
}

/** Tells of the entities, among those suspected, that are not what they were. */
export function tellChange(step: Step, suspects: Iterable<string>, before: ReadView, after: ReadView): void {
  const change = new Map<string, Set<string>>();
  for (const id of suspects) {
    const was = before.find(id);
    const is = after.find(id);
    if (was === is) continue;
    for (const entity of [was, is]) {
      if (entity) change.set(entity.type, (change.get(entity.type) ?? new Set()).add(id));
    }
  }
  if (change.size > 0) step.effects.push({ kind: "changed", change });
}
