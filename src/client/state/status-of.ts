import type { Outcome } from "../mutation.js";
import type { SyncStatus } from "../sync-status.js";
import type { SyncState } from "./sync-state.js";

/** How the client stands; `known` where nothing of that has changed. */
export function statusOf(state: SyncState, known?: SyncStatus): SyncStatus {
  const { connected, online, reached, blocked, role, entries, lastSyncedAt } = state;
  const status: SyncStatus = {
    connected,
    online: online && (reached || role === "following"),
    pending: entries.length,
    lastSyncedAt,
    leader: role === "leading",
    blocked: blocked?.code,
  };
  const names = Object.keys(status) as (keyof SyncStatus)[];
  return known && names.every((name) => status[name] === known[name]) ? known : status;
}

/** How a `flush` ends now, undefined while there is something to wait for. */
export function flushOutcomeOf(state: SyncState): Outcome | undefined {
  const { connected, blocked, entries, role } = state;
  if (entries.length === 0 && role !== "loading") return { ok: true };
  if (!connected) return { ok: false, code: "disconnected", message: "The client is not connected" };
  return blocked && { ok: false, ...blocked };
}
