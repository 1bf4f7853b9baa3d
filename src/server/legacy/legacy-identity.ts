import { isKey, type SyncChange } from "../../protocol/index.js";
import type { User } from "../user.js";

/** What the names of legacy changes begin with; no other client may be named so. */
const PREFIX = "legacy:";

/** Whether a client's name is one that the server gave to a legacy change. */
export function isLegacyClientId(clientId: string): boolean {
  return clientId.startsWith(PREFIX);
}

const encoder = new TextEncoder();

/**
 * The name under which a legacy change is applied, exactly once (P32). Legacy clients do not number their operations, so
 * each change is the first and only operation of a client of its own, which the store remembers as it does any other: a
 * change that is sent again, on another socket or to another process, finds its outcome on record (P6).
 *
 * The name is made of who sends it and of its `operationId`. Clients that take a number for it take the time, which two
 * changes can share: there the change itself counts as well. A change without an `operationId` is always a new one.
 */
export async function legacyClientId(
  change: SyncChange,
  user: User | undefined,
  claimedUserId: string | undefined,
): Promise<string> {
  const { operationId, type, entityType, entityId, entity } = change;
  if (operationId === undefined) return PREFIX + crypto.randomUUID();
  const author = user === undefined ? ["claimed", change.userId ?? claimedUserId] : ["user", user.id];
  const content = typeof operationId === "number" ? [type, entityType, entityId, entity] : [];
  const text = JSON.stringify([...author, operationId, ...content]);
  return isKey(PREFIX + text) ? PREFIX + text : PREFIX + (await digestOf(text));
}

async function digestOf(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", encoder.encode(text));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
