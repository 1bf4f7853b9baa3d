import type { StatePosition } from "./server-store.js";

/** What a store knows of a room when it answers a pull. */
export interface RoomHead {
  readonly epoch: string;
  readonly version: number;
  /** Tombstones up to this version may be gone, and the user's own invalidations count as well (P19). */
  readonly horizon: number;
}

/**
 * Where a pull starts reading (P13): at the position given, or at the beginning where there is none, or where it is of
 * another epoch, from the future, or older than the horizon. A full state needs only the tombstones of later pages.
 */
export function startPosition(
  head: RoomHead,
  position: StatePosition | undefined,
): { readonly start: StatePosition; readonly reset: boolean } {
  if (position !== undefined && isHonourable(head, position)) return { start: position, reset: false };
  return {
    start: { epoch: head.epoch, version: 0, since: head.version },
    reset: position !== undefined,
  };
}

function isHonourable(head: RoomHead, position: StatePosition): boolean {
  if (position.epoch !== head.epoch || position.version > head.version || position.since > head.version) {
    return false;
  }
  const consumed = position.after === undefined ? position.version : position.version - 1;
  return Math.max(consumed, position.since) >= head.horizon;
}
