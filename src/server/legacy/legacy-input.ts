import {
  isKey,
  parseSyncChange,
  type ConfirmationIssue,
  type PresenceInfo,
  type SyncChange,
} from "../../protocol/index.js";
import type { LegacyDialect } from "./legacy-dialect.js";

/** How a legacy client says who it is, where the upgrade request did not. */
export interface LegacyCredentials {
  readonly token?: string;
  readonly roomId?: string;
  readonly userId?: string;
  readonly clientVersion?: string;
}

/** A message of a legacy client, whatever its dialect. */
export type LegacyInput =
  | { readonly kind: "change"; readonly change: SyncChange }
  | { readonly kind: "auth"; readonly credentials: LegacyCredentials }
  | { readonly kind: "presence"; readonly presence: Partial<PresenceInfo> }
  | {
      readonly kind: "invalid";
      readonly code: "invalid_json" | "invalid_request";
      readonly message: string;
      readonly issues?: readonly ConfirmationIssue[];
      /** What of the change can be told of. */
      readonly about: Pick<Partial<SyncChange>, "operationId" | "entityType" | "entityId">;
    }
  /** Of a type that is not known: clients ping, or say goodbye. */
  | { readonly kind: "other"; readonly type: string };

export interface ReadLegacyMessage {
  readonly input: LegacyInput;
  /** Undefined where the message does not tell. */
  readonly dialect?: LegacyDialect;
}

interface Fields {
  readonly [name: string]: unknown;
}

function isObject(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What a presence may weigh, in characters of JSON: it is sent to everybody in the room. */
const MAX_PRESENCE_LENGTH = 16_384;

function invalid(
  code: "invalid_json" | "invalid_request",
  message: string,
  issues?: readonly ConfirmationIssue[],
  about: { readonly [name: string]: unknown } = {},
): LegacyInput {
  const { operationId, entityType, entityId } = about;
  return {
    kind: "invalid",
    code,
    message,
    ...(issues && { issues }),
    about: {
      ...((typeof operationId === "string" || typeof operationId === "number") && { operationId }),
      ...(typeof entityType === "string" && { entityType }),
      ...(typeof entityId === "string" && { entityId }),
    },
  };
}

/** Reads one message of a legacy socket. Never throws. */
export function readLegacyMessage(text: string): ReadLegacyMessage {
  let message: unknown;
  try {
    message = JSON.parse(text);
  } catch {
    return { input: invalid("invalid_json", "The message is not JSON") };
  }
  const type = isObject(message) ? message["type"] : undefined;
  if (!isObject(message) || typeof type !== "string") {
    const issues = [{ path: ["type"], message: "Expected a string" }];
    return { input: invalid("invalid_request", "The message has no type", issues) };
  }
  switch (type) {
    case "sync-change":
      return { dialect: "data", input: readChange(message["data"], "data") };
    case "change":
      return Object.hasOwn(message, "change")
        ? { dialect: "change", input: readChange(message["change"], "change") }
        : { dialect: "payload", input: readChange(message["payload"], "payload") };
    case "presence-update":
      return { dialect: "data", input: readPresence(message["data"], "data") };
    case "presence":
      return { input: readPresence(message["payload"], "payload") };
    case "auth":
      return readAuth(message);
    default:
      return { input: { kind: "other", type } };
  }
}

function readChange(body: unknown, key: string): LegacyInput {
  const parsed = parseSyncChange(body);
  if (parsed.ok) return { kind: "change", change: parsed.value };
  const issues = parsed.issues.map(({ path, message }) => ({ path: [key, ...path], message }));
  return invalid("invalid_request", "The message is not a change", issues, isObject(body) ? body : {});
}

function readPresence(body: unknown, key: string): LegacyInput {
  const isFitting = isObject(body) && JSON.stringify(body).length <= MAX_PRESENCE_LENGTH;
  if (isFitting) return { kind: "presence", presence: body as Partial<PresenceInfo> };
  const expected = `Expected an object of at most ${MAX_PRESENCE_LENGTH} characters`;
  return invalid("invalid_request", "The message is no presence", [{ path: [key], message: expected }]);
}

/** Under `data`, under `payload`, or beside the type. */
function readAuth(message: Fields): ReadLegacyMessage {
  const dialect = isObject(message["data"]) ? "data" : isObject(message["payload"]) ? "payload" : "change";
  const body = dialect === "change" ? message : (message[dialect] as Fields);
  // An empty one is none.
  const token = body["authToken"] || body["token"] || body["access_token"];
  const { roomId, userId, clientVersion } = body;
  if (roomId !== undefined && !isKey(roomId)) {
    const issues = [{ path: ["roomId"], message: "Expected a string of 1 to 256 characters" }];
    return { dialect, input: invalid("invalid_request", "The message names no room", issues) };
  }
  const credentials: LegacyCredentials = {
    ...(typeof token === "string" && token !== "" && { token }),
    ...(roomId !== undefined && { roomId }),
    ...(typeof userId === "string" && { userId }),
    ...(typeof clientVersion === "string" && { clientVersion }),
  };
  return { dialect, input: { kind: "auth", credentials } };
}
