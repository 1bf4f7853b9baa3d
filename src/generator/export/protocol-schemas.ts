import type { JsonSchemaObject } from "../../contract/json-schema/json-schema.js";

const text = { type: "string" } as const;
const key = { type: "string", minLength: 1, maxLength: 256 } as const;
const milliseconds = { type: "number", description: "Milliseconds since the epoch." } as const;
const ordinal = { type: "integer", minimum: 1 } as const;

function object(
  properties: { readonly [name: string]: JsonSchemaObject },
  optional: readonly string[] = [],
  description?: string,
): JsonSchemaObject {
  const required = Object.keys(properties).filter((name) => !optional.includes(name));
  return {
    type: "object",
    ...(description !== undefined && { description }),
    properties,
    ...(required.length > 0 && { required }),
  };
}

/**
 * The protocol's messages (docs/protocol.md), by the names of its text, but for those that speak of a contract's own
 * operations and entities.
 *
 * @param to where a schema stands
 */
export function protocolSchemas(to: (name: string) => JsonSchemaObject): {
  [name: string]: JsonSchemaObject;
} {
  const path = { type: "array", items: { anyOf: [text, { type: "integer" }] } };
  return {
    OperationConfirmation: object(
      {
        operationId: ordinal,
        clientId: key,
        success: { type: "boolean" },
        error: text,
        serverTimestamp: milliseconds,
        code: text,
        issues: { type: "array", items: object({ path, message: text }) },
      },
      ["error", "code", "issues"],
      "What became of an operation (P5, P6, P8).",
    ),
    PushResponse: object({
      confirmations: { type: "array", items: to("OperationConfirmation") },
    }),
    StateSyncRequest: object(
      {
        stateVersion: text,
        entityTypes: { type: "array", items: key },
        clientId: key,
        limit: ordinal,
      },
      ["stateVersion", "entityTypes", "clientId", "limit"],
      "Asks for the state, or for what changed since a version (P13 to P17).",
    ),
    StateSyncResponse: object(
      {
        stateVersion: text,
        entities: { type: "array", items: to("Entity") },
        deletedEntityIds: { type: "array", items: text },
        syncTimestamp: milliseconds,
        lastOperationId: { type: "integer", minimum: 0 },
        reset: { type: "boolean", const: true },
        hasMore: { type: "boolean", const: true },
      },
      ["deletedEntityIds", "syncTimestamp", "lastOperationId", "reset", "hasMore"],
      "A page of the state (P14 to P17).",
    ),
    Health: object({
      status: { type: "string", enum: ["ok", "draining", "failing"] },
      streams: { type: "integer", minimum: 0 },
    }),
    Error: object({
      error: object(
        {
          code: text,
          message: text,
          issues: { type: "array", items: object({ path, message: text }) },
          expectedOperationId: ordinal,
          confirmations: { type: "array", items: to("OperationConfirmation") },
        },
        ["issues", "expectedOperationId", "confirmations"],
      ),
    }),
    StateChanged: object(
      {
        type: { type: "string", const: "state_changed" },
        data: object({ stateVersion: text, entityTypes: { type: "array", items: text } }),
        timestamp: milliseconds,
      },
      [],
      "A hint that the room has changed (P27, P28).",
    ),
    OperationConfirmed: object(
      {
        type: { type: "string", const: "operation_confirmed" },
        data: to("OperationConfirmation"),
        timestamp: milliseconds,
      },
      [],
      "A confirmation, to its client alone (P29).",
    ),
    SyncChange: object(
      {
        type: { type: "string", enum: ["upsert", "delete"] },
        entityType: text,
        entityId: text,
        entity: to("Entity"),
        base: to("Entity"),
        timestamp: milliseconds,
        userId: text,
        operationId: { anyOf: [text, { type: "integer" }] },
      },
      ["entity", "base", "timestamp", "userId", "operationId"],
      "A change of a legacy client (P31 to P33).",
    ),
    SyncAck: object(
      {
        operationId: { anyOf: [text, { type: "integer" }] },
        entityType: text,
        entityId: text,
        success: { type: "boolean", const: true },
        timestamp: milliseconds,
      },
      ["operationId"],
      "A legacy client's change is committed (P32).",
    ),
    SyncRefusal: object(
      {
        operationId: { anyOf: [text, { type: "integer" }] },
        entityType: text,
        entityId: text,
        success: { type: "boolean", const: false },
        code: text,
        message: text,
        issues: { type: "array", items: object({ path, message: text }) },
      },
      ["operationId", "entityType", "entityId", "issues"],
      "A legacy client's message is refused (P32).",
    ),
    EntityMerge: object(
      {
        operationId: { anyOf: [text, { type: "integer" }] },
        entityType: text,
        entityId: text,
        entity: to("Entity"),
        fields: { type: "array", items: text },
      },
      ["operationId"],
      "Concurrent changes to other fields of an upserted entity were kept.",
    ),
    Presence: object({ userId: text }, [], "Who is there; whatever else the application puts in."),
    LegacyAuth: object(
      { authToken: text, token: text, roomId: text, userId: text, clientVersion: text },
      ["authToken", "token", "roomId", "userId", "clientVersion"],
      "Who a legacy client is, where its request did not say it.",
    ),
  };
}
