import type { Contract } from "../../contract/contract.js";
import type { JsonSchemaObject } from "../../contract/json-schema/json-schema.js";
import { contractComponents } from "./contract-components.js";

const messages = [
  "OperationConfirmation",
  "PushResponse",
  "StateSyncRequest",
  "StateSyncResponse",
  "Health",
  "Error",
];

/** The HTTP endpoints as an OpenAPI 3.1 document, with every operation's arguments and every entity. */
export function exportOpenapi(contract: Contract, title: string): unknown {
  const { schemas, to } = contractComponents(contract, messages);
  const json = (schema: JsonSchemaObject) => ({ "application/json": { schema } });
  const failure = (description: string) => ({ description, content: json(to("Error")) });
  const errors = {
    "400": failure("The request is malformed; `issues` says where (P3)."),
    "401": failure("The server does not know who asks."),
    "403": failure("Not in this room, or not with this clientId (P10)."),
    "409": failure("An operation is missing (P7), or the contract is not supported (P35)."),
    "413": failure("More than one request may carry (P11)."),
    "429": failure("Too many requests; `Retry-After` says when to come back."),
    "503": failure("Not now; `Retry-After` says when to come back (P9)."),
  };
  const parameters = [
    { $ref: "#/components/parameters/roomId" },
    { $ref: "#/components/parameters/contract" },
    { $ref: "#/components/parameters/protocol" },
  ];
  return {
    openapi: "3.1.0",
    jsonSchemaDialect: "https://json-schema.org/draft/2020-12/schema",
    info: {
      title,
      version: contract.fingerprint.slice(0, 12),
      description: "A Kalphite sync server: operations are pushed, state is pulled, hints say when.",
      license: { name: "Of the application", identifier: "LicenseRef-application" },
    },
    servers: [{ url: "/" }],
    security: [{ bearer: [] }],
    paths: {
      "/sync/operations": {
        post: {
          operationId: "pushOperations",
          summary: "Apply operations, each exactly once (P4 to P11)",
          parameters,
          requestBody: {
            required: true,
            content: json({
              anyOf: [
                {
                  type: "object",
                  properties: { operations: { type: "array", items: to("PendingOperation"), maxItems: 500 } },
                  required: ["operations"],
                },
                { type: "array", items: to("PendingOperation"), maxItems: 500 },
              ],
            }),
          },
          responses: {
            "200": {
              description: "A confirmation for each operation; a bare array for a bare array (P2).",
              content: json({
                anyOf: [to("PushResponse"), { type: "array", items: to("OperationConfirmation") }],
              }),
            },
            ...errors,
          },
        },
      },
      "/sync/state": {
        post: {
          operationId: "pullState",
          summary: "Read the state, or what changed since a version (P12 to P19)",
          parameters,
          requestBody: { required: true, content: json(to("StateSyncRequest")) },
          responses: {
            "200": { description: "A page of the state.", content: json(to("StateSyncResponse")) },
            ...errors,
          },
        },
      },
      "/sync/notify": {
        get: {
          operationId: "notify",
          summary: "Hints, as Server-Sent Events or, upgraded, as a WebSocket (P27 to P30)",
          parameters,
          responses: {
            "200": {
              description: "Events whose data is a notification.",
              content: { "text/event-stream": { schema: { type: "string" } } },
            },
            "401": errors["401"],
            "403": errors["403"],
            "503": errors["503"],
          },
        },
      },
      "/sync/health": {
        get: {
          operationId: "health",
          summary: "Whether the server can serve",
          security: [],
          responses: {
            "200": { description: "It can.", content: json(to("Health")) },
            "404": failure("The server has none."),
            "503": { description: "It cannot, or is about to end.", content: json(to("Health")) },
          },
        },
      },
    },
    components: {
      parameters: {
        roomId: {
          name: "roomId",
          in: "query",
          description: "The room (P1).",
          schema: { type: "string", minLength: 1, maxLength: 256, default: "default" },
        },
        contract: {
          name: "Kalphite-Contract",
          in: "header",
          description: "Fingerprint of the client's contract (P35).",
          schema: { type: "string" },
          example: contract.fingerprint,
        },
        protocol: {
          name: "Kalphite-Protocol",
          in: "header",
          description: "Version of the protocol (P35).",
          schema: { type: "string", const: "1" },
        },
      },
      securitySchemes: { bearer: { type: "http", scheme: "bearer" } },
      schemas,
    },
  };
}
