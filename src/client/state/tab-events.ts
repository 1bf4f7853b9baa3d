import { applyChange, entryOf } from "./apply-change.js";
import { adopt, append, commitAppended, tellSettled } from "./queue-events.js";
import { update, type Step } from "./step.js";
import type { Settlement } from "./sync-effect.js";
import type { EventOf, TabEvent } from "./sync-event.js";

/** What other tabs make happen. Only clients that share with tabs load it (P26). */
export function takeTabEvent(step: Step, event: TabEvent): void {
  if (event.kind === "offered") onOffered(step, event);
  else if (event.kind === "followed") onFollowed(step, event);
  else if (event.kind === "told") onTold(step, event);
  else onResigned(step, event);
}

/** What other tabs can see of this one's operations is theirs from here on; the rest gets a number when this tab is back. */
function onResigned(step: Step, { unwritten }: EventOf<"resigned">): void {
  update(step, {
    entries: step.state.entries.map((entry) =>
      unwritten.has(entry.key) ? { ...entry, left: false, draft: true } : entry,
    ),
  });
}

/** Another tab's operation gets the next number; one that was offered twice is queued once (P26). */
function onOffered(step: Step, { queued }: EventOf<"offered">): void {
  const { record, role, entries } = step.state;
  if (role !== "leading" || entries.some(({ key }) => key === queued.key)) return;
  const operation = { ...queued.operation, id: record.lastId + 1, clientId: record.clientId };
  append(step, entryOf(step.settings, { key: queued.key, operation }, false));
  commitAppended(step, { key: queued.key, operation });
}

/** Follows the leading tab: its state, with this tab's own drafts behind it. They are offered again, to this leader (P26). */
function onFollowed(step: Step, { stored, settled }: EventOf<"followed">): void {
  const waiting = new Set(step.state.entries.flatMap(({ key, confirmed }) => (confirmed ? [] : key)));
  tellSettled(
    step,
    takeSettled(
      step,
      settled.filter(({ key }) => waiting.has(key)),
    ),
  );
  const change = adopt(step, stored, settled);
  update(step, { role: "following" });
  applyChange(step, change);
  step.effects.push({ kind: "numbered", queued: stored.queue });
  for (const { key, operation, draft } of step.state.entries) {
    if (draft) step.effects.push({ kind: "offer", queued: { key, operation } });
  }
}

/** Notes the leader's verdicts: an entry that has one is no draft, and will not be one again. */
function takeSettled(step: Step, settled: readonly Settlement[]): readonly Settlement[] {
  const keys = new Set(settled.map(({ key }) => key));
  if (keys.size === 0) return settled;
  update(step, {
    entries: step.state.entries.map((entry) =>
      keys.has(entry.key) ? { ...entry, draft: false, confirmed: true } : entry,
    ),
  });
  return settled;
}

function onTold(step: Step, { change, settled, at }: EventOf<"told">): void {
  if (step.state.role !== "following") return;
  if (at !== undefined) update(step, { lastSyncedAt: at });
  takeSettled(step, settled);
  applyChange(step, change);
  step.effects.push({ kind: "numbered", queued: change.append ?? [] });
  tellSettled(step, settled);
}
