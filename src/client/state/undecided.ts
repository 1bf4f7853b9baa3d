import type { StoredState } from "../storage/client-storage.js";
import type { PendingEntry } from "./pending-entry.js";
import type { Settlement } from "./sync-effect.js";
import type { SyncState } from "./sync-state.js";

/**
 * Tells which of a following tab's operations, among those that the queue does not hold, a leader that has gone may have had
 * decided (P26): it gave numbers that this tab has not heard of, and that nothing explains. What it said of them may be on
 * its way still, or lost with it, so that sending such an operation under another number might apply it twice.
 *
 * @param settled what the leader that is followed now has decided itself
 */
export function findUndecided(
  { record, role }: SyncState,
  stored: StoredState | undefined,
  settled: readonly Settlement[],
): (entry: PendingEntry) => boolean {
  if (role !== "following" || stored?.record.clientId !== record.clientId) return () => false;
  const { lastId } = stored.record;
  const explained = new Set([...stored.queue, ...settled].map(({ operation }) => operation.id));
  const isUnheard = (id: number): boolean => id <= lastId && !explained.has(id);
  let hasUnheard = false;
  for (let id = record.lastId + 1; id <= lastId && !hasUnheard; id++) hasUnheard = isUnheard(id);
  return ({ draft, operation }) => (draft ? hasUnheard : isUnheard(operation.id));
}
