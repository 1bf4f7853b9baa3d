import { createNotificationFrame, type NotificationFrame } from "../notify/notification-stream.js";

/**
 * How a legacy client writes its messages: `{ type: "sync-change", data }`, or `{ type: "change", payload }`, or the latter
 * with the change under `change`. Each is answered as it writes.
 */
export type LegacyDialect = "data" | "payload" | "change";

/** What a legacy client can be told. */
export type LegacyMessageKind = "change" | "ack" | "error" | "merged" | "presence" | "auth";

const SYNC_TYPES: { readonly [Kind in LegacyMessageKind]: string } = {
  change: "sync-change",
  ack: "sync-ack",
  error: "sync-error",
  merged: "entity-merged",
  presence: "presence-update",
  auth: "auth",
};

/** A message to a legacy client in its dialect. `body` is a JSON text. */
export function createLegacyFrame(
  dialect: LegacyDialect,
  kind: LegacyMessageKind,
  body: string,
): NotificationFrame {
  if (dialect === "data") {
    return createNotificationFrame(`{"type":${JSON.stringify(SYNC_TYPES[kind])},"data":${body}}`);
  }
  // Where changes come under their own name, so do errors.
  const isNamed = dialect === "change" && (kind === "change" || kind === "error");
  return createNotificationFrame(`{"type":"${kind}","${isNamed ? kind : "payload"}":${body}}`);
}
