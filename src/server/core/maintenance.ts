import { DEFAULT_TOMBSTONE_RETENTION_MS } from "../../protocol/index.js";
import type { CompactRequest } from "../store/server-store.js";

const DAY_MS = 24 * 60 * 60 * 1_000;

/** How long things are kept, in milliseconds. */
export interface Maintenance {
  /** How often `maintain` runs by itself; 0 for never. */
  readonly intervalMs: number;
  /** A client that was away for longer gets a full state (P19). */
  readonly tombstoneRetentionMs: number;
  /** Successes leave the record after this (P6). */
  readonly outcomeRetentionMs: number;
  /** A client that sent nothing for longer is forgotten: if it comes back, it is told `operation_gap` (P7). At least 30 days (P6). */
  readonly idleClientMs: number;
}

/** Clients count on being remembered for that long: from a server that forgets earlier they would have operations applied twice. */
const MIN_IDLE_CLIENT_MS = 30 * DAY_MS;

export const DEFAULT_MAINTENANCE: Maintenance = {
  intervalMs: 60 * 60 * 1_000,
  tombstoneRetentionMs: DEFAULT_TOMBSTONE_RETENTION_MS,
  outcomeRetentionMs: 30 * DAY_MS,
  idleClientMs: 365 * DAY_MS,
};

/** The defaults with what is set of them. @throws TypeError where clients would be forgotten too early (P6) */
export function createMaintenance(set: Partial<Maintenance> = {}): Maintenance {
  const maintenance = { ...DEFAULT_MAINTENANCE, ...set };
  if (!(maintenance.idleClientMs >= MIN_IDLE_CLIENT_MS)) {
    throw new TypeError(
      `maintenance.idleClientMs is ${maintenance.idleClientMs}, and must be at least ${MIN_IDLE_CLIENT_MS} (30 days): ` +
        "a client may send again for that long what this server has applied already",
    );
  }
  return maintenance;
}

/** What is old enough to go now. */
export function compactRequestAt(maintenance: Maintenance, now: number): CompactRequest {
  return {
    tombstonesBefore: now - maintenance.tombstoneRetentionMs,
    outcomesBefore: now - maintenance.outcomeRetentionMs,
    clientsBefore: now - maintenance.idleClientMs,
  };
}
