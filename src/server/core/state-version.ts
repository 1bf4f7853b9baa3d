import type { RowKey } from "../store/row-order.js";
import type { StatePosition } from "../store/server-store.js";

const SHAPE = /^([a-z0-9]+)\.([a-z0-9]+)(?:\.([a-z0-9]+)\.(\[[^]*\]))?$/;

/** A position of no room's epoch. */
const UNKNOWN: StatePosition = { epoch: "", version: 0, since: 0 };

/** Writes a position as the opaque `stateVersion` of the wire: `epoch.version`, and while paging `….since.["id","type"]` (P13). */
export function encodeStateVersion(position: StatePosition): string {
  const head = `${position.epoch}.${position.version.toString(36)}`;
  if (position.after === undefined) return head;
  const { id, type } = position.after;
  return `${head}.${position.since.toString(36)}.${JSON.stringify([id, type])}`;
}

/** Reads a `stateVersion`; one that this server never wrote is a position of no epoch, which gets a full state (P13). */
export function decodeStateVersion(text: string): StatePosition {
  const [, epoch = "", versionText = "", sinceText, afterText] = SHAPE.exec(text) ?? [];
  const version = parseInt(versionText, 36);
  const since = sinceText === undefined ? version : parseInt(sinceText, 36);
  if (!Number.isSafeInteger(version) || !Number.isSafeInteger(since)) return UNKNOWN;
  if (afterText === undefined) return { epoch, version, since };
  const after = decodeAfter(afterText);
  return after === undefined ? UNKNOWN : { epoch, version, since, after };
}

function decodeAfter(text: string): RowKey | undefined {
  try {
    const [id, type] = JSON.parse(text) as readonly unknown[];
    return typeof id === "string" && typeof type === "string" ? { id, type } : undefined;
  } catch {
    return undefined;
  }
}
