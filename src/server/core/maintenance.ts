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
  /** A client that sent nothing for longer is forgotten: if it comes back, it is told `operation_gap` (P7). */
  readonly idleClientMs: number;
}

export const DEFAULT_MAINTENANCE: Maintenance = {
  intervalMs: 60 * 60 * 1_000,
  tombstoneRetentionMs: DEFAULT_TOMBSTONE_RETENTION_MS,
  outcomeRetentionMs: 30 * DAY_MS,
  idleClientMs: 365 * DAY_MS,
};

/** What is old enough to go now. */
export function compactRequestAt(maintenance: Maintenance, now: number): CompactRequest {
  return {
    tombstonesBefore: now - maintenance.tombstoneRetentionMs,
    outcomesBefore: now - maintenance.outcomeRetentionMs,
    clientsBefore: now - maintenance.idleClientMs,
  };
}
