import type {
  Entity,
  ErrorDetail,
  Notification,
  OperationConfirmation,
  PushResponse,
  StateSyncResponse,
} from "../../protocol/index.js";

/*
 * What servers answer, checked as far as the engine relies on it. The protocol's own parsers say more about what is
 * wrong, but a browser would have to load them, and a large answer would be copied.
 */

type Fields = { readonly [name: string]: unknown };

function isObject(value: unknown): value is Fields {
  return typeof value === "object" && value !== null;
}

function isOptional(value: unknown, type: "string" | "number" | "boolean"): boolean {
  return value === undefined || value === null || typeof value === type;
}

function isList(value: unknown, isElement: (element: unknown) => boolean): boolean {
  return Array.isArray(value) && value.every(isElement);
}

function isConfirmation(value: unknown): value is OperationConfirmation {
  return (
    isObject(value) &&
    Number.isSafeInteger(value["operationId"]) &&
    typeof value["clientId"] === "string" &&
    typeof value["success"] === "boolean" &&
    isOptional(value["code"], "string") &&
    isOptional(value["error"], "string")
  );
}

function isEntity(value: unknown): value is Entity {
  return isObject(value) && typeof value["id"] === "string" && typeof value["type"] === "string";
}

function isStateChange(value: Fields): boolean {
  return (
    isList(value["entities"], isEntity) &&
    isList(value["deletedEntityIds"] ?? [], (id) => typeof id === "string") &&
    isOptional(value["lastOperationId"], "number")
  );
}

/** Whether the value is an answer to a push. */
export function isPushResponse(value: unknown): value is PushResponse {
  return isObject(value) && isList(value["confirmations"], isConfirmation);
}

/** Whether the value is an answer to a pull (P14). */
export function isStateSyncResponse(value: unknown): value is StateSyncResponse {
  return (
    isObject(value) &&
    typeof value["stateVersion"] === "string" &&
    isStateChange(value) &&
    isOptional(value["reset"], "boolean") &&
    isOptional(value["hasMore"], "boolean")
  );
}

/** Whether the value is a notification (P28, P29). */
export function isNotification(value: unknown): value is Notification {
  if (!isObject(value)) return false;
  const { type, data } = value;
  return type === "operation_confirmed"
    ? isConfirmation(data)
    : type === "state_changed" &&
        isObject(data) &&
        typeof data["stateVersion"] === "string" &&
        isPatch(data["patch"] ?? undefined);
}

function isPatch(value: unknown): boolean {
  return (
    value === undefined || (isObject(value) && typeof value["from"] === "string" && isStateChange(value))
  );
}

/** What an error answer says, if it has the one shape of errors (P36). */
export function errorDetailOf(value: unknown): ErrorDetail | undefined {
  const error = isObject(value) ? value["error"] : undefined;
  return isObject(error) &&
    typeof error["code"] === "string" &&
    typeof error["message"] === "string" &&
    isOptional(error["expectedOperationId"], "number") &&
    isList(error["confirmations"] ?? [], isConfirmation)
    ? (error as unknown as ErrorDetail)
    : undefined;
}
