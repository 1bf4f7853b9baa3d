import type { Contract } from "../../contract/contract.js";
import type { JsonSchemaObject } from "../../contract/json-schema/json-schema.js";
import { contractComponents } from "./contract-components.js";

/** Notifications and the legacy socket as an AsyncAPI 3 document. */
export function exportAsyncapi(contract: Contract, title: string): unknown {
  const { schemas, to } = contractComponents(contract, [
    "OperationConfirmation",
    "StateChanged",
    "OperationConfirmed",
    "SyncChange",
    "SyncAck",
    "SyncRefusal",
    "EntityMerge",
    "Presence",
    "LegacyAuth",
  ]);
  const query = {
    method: "GET",
    query: {
      type: "object",
      properties: {
        roomId: {
          type: "string",
          minLength: 1,
          maxLength: 256,
          default: "default",
          description: "The room (P1).",
        },
      },
    },
    bindingVersion: "0.1.0",
  };
  const message = (name: string, summary: string, payload: unknown) => ({
    name,
    title: name,
    summary,
    contentType: "application/json",
    payload,
  });
  const messages = {
    stateChanged: message("stateChanged", "The room has changed (P28).", to("StateChanged")),
    operationConfirmed: message(
      "operationConfirmed",
      "An operation of this client was confirmed (P29).",
      to("OperationConfirmed"),
    ),
    syncChange: message(
      "syncChange",
      "An entity was put or deleted (P32, P33).",
      eitherDialect("sync-change", "change", to("SyncChange")),
    ),
    syncAck: message(
      "syncAck",
      "A change was committed (P32).",
      eitherDialect("sync-ack", "ack", to("SyncAck")),
    ),
    syncError: message(
      "syncError",
      "A message was refused; `issues` says why (P32).",
      eitherDialect("sync-error", "error", to("SyncRefusal")),
    ),
    entityMerged: message(
      "entityMerged",
      "Other fields of an upserted entity were kept.",
      eitherDialect("entity-merged", "merged", to("EntityMerge")),
    ),
    presence: message(
      "presence",
      "Who is there.",
      eitherDialect("presence-update", "presence", to("Presence")),
    ),
    auth: message(
      "auth",
      "Who the client is, and the answer.",
      eitherDialect("auth", "auth", to("LegacyAuth")),
    ),
  };
  const channelMessages = (names: readonly (keyof typeof messages)[]) =>
    Object.fromEntries(names.map((name) => [name, { $ref: `#/components/messages/${name}` }]));
  const operation = (
    action: "send" | "receive",
    channel: string,
    summary: string,
    names: readonly (keyof typeof messages)[],
  ) => ({
    action,
    summary,
    channel: { $ref: `#/channels/${channel}` },
    messages: names.map((name) => ({ $ref: `#/channels/${channel}/messages/${name}` })),
  });
  return {
    asyncapi: "3.0.0",
    info: {
      title,
      version: contract.fingerprint.slice(0, 12),
      description: "What a Kalphite sync server sends by itself, and the socket of legacy clients.",
    },
    defaultContentType: "application/json",
    channels: {
      notify: {
        address: "/sync/notify",
        title: "Hints",
        description: "A WebSocket; the same notifications come as Server-Sent Events (P27 to P30).",
        messages: channelMessages(["stateChanged", "operationConfirmed"]),
        bindings: { ws: query },
      },
      legacy: {
        address: "/sync/legacy",
        title: "Legacy clients",
        description: "A WebSocket for clients that speak sync-change (P31 to P34).",
        messages: channelMessages(["syncChange", "syncAck", "syncError", "entityMerged", "presence", "auth"]),
        bindings: { ws: query },
      },
    },
    operations: {
      sendNotifications: operation("send", "notify", "Tell of changes and confirmations.", [
        "stateChanged",
        "operationConfirmed",
      ]),
      receiveLegacyChanges: operation("receive", "legacy", "Take changes of legacy clients.", [
        "syncChange",
        "presence",
        "auth",
      ]),
      sendLegacyChanges: operation("send", "legacy", "Answer them, and tell of every change.", [
        "syncChange",
        "syncAck",
        "syncError",
        "entityMerged",
        "presence",
        "auth",
      ]),
    },
    components: { messages, schemas },
  };
}

/** Legacy clients speak one of two dialects, and are answered in their own. */
function eitherDialect(one: string, other: string, content: JsonSchemaObject): JsonSchemaObject {
  const envelope = (type: string, name: string): JsonSchemaObject => ({
    type: "object",
    properties: { type: { type: "string", const: type }, [name]: content },
    required: ["type", name],
  });
  return { anyOf: [envelope(one, "data"), envelope(other, "payload")] };
}
