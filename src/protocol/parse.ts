import type { Entity } from "./entity.js";
import type {
  ConfirmationIssue,
  ErrorBody,
  ErrorDetail,
  Notification,
  OperationConfirmation,
  OperationConfirmedNotification,
  PendingOperation,
  PushRequest,
  PushResponse,
  StateChangedHint,
  StateChangedNotification,
  StatePatch,
  StateSyncRequest,
  StateSyncResponse,
  SyncChange,
} from "./messages.js";
import {
  arrayOf,
  boolean,
  constant,
  count,
  isKey,
  isTrue,
  message,
  name,
  number,
  oneOf,
  optional,
  orNothing,
  ordinal,
  parser,
  required,
  string,
  values,
  type Reader,
} from "./reader.js";

const checkedOperation = message<PendingOperation>({
  name: required(name),
  args: required(values),
  id: required(ordinal),
  clientId: required(name),
  timestamp: required(number),
  contract: optional(string),
});

/** Most of what a server parses is operations, and most of them are right: only what is not is looked at field by field. */
const pendingOperation: Reader<PendingOperation> = (value, issues) => {
  if (typeof value === "object" && value !== null) {
    const { name: called, args, id, clientId, timestamp } = value as { readonly [field: string]: unknown };
    if (
      Array.isArray(args) &&
      Number.isSafeInteger(id) &&
      (id as number) >= 1 &&
      Number.isFinite(timestamp) &&
      isKey(called) &&
      isKey(clientId)
    ) {
      return { name: called, args, id: id as number, clientId, timestamp: timestamp as number };
    }
  }
  return checkedOperation(value, issues);
};

const entity: Reader<Entity> = (value, issues) => {
  const head = entityHead(value, issues);
  return head === undefined ? undefined : (value as Entity);
};
const entityHead = message<{ readonly id: string; readonly type: string }>({
  id: required(string),
  type: required(string),
});

const confirmationIssue = message<ConfirmationIssue>({
  path: required(arrayOf(oneOf<string | number>(string, number))),
  message: required(string),
});

const confirmation = message<OperationConfirmation>({
  operationId: required(ordinal),
  clientId: required(name),
  success: required(boolean),
  error: optional(string),
  serverTimestamp: required(number),
  code: optional(string),
  issues: optional(arrayOf(confirmationIssue)),
});

const pushRequest = message<PushRequest>({ operations: required(arrayOf(pendingOperation)) });
const bareOperations = arrayOf(pendingOperation);

const statePatch = message<StatePatch>({
  from: required(string),
  entities: required(arrayOf(entity)),
  deletedEntityIds: optional(arrayOf(string)),
  lastOperationId: optional(count),
});

const hint = message<StateChangedHint>({
  stateVersion: required(string),
  entityTypes: required(arrayOf(string)),
  patch: optional(statePatch),
});

const stateChanged = message<StateChangedNotification>({
  type: required(constant("state_changed")),
  data: required(hint),
  timestamp: required(number),
});

const operationConfirmed = message<OperationConfirmedNotification>({
  type: required(constant("operation_confirmed")),
  data: required(confirmation),
  timestamp: required(number),
});

const notification: Reader<Notification> = (value, issues) => {
  const isConfirmed =
    typeof value === "object" &&
    value !== null &&
    (value as { type?: unknown }).type === "operation_confirmed";
  return isConfirmed ? operationConfirmed(value, issues) : stateChanged(value, issues);
};

/** One operation as a client sends it (P3). */
export const parsePendingOperation = parser(pendingOperation);

/** The body of `POST /sync/operations`: `{ operations }`, or a bare array, marked so that the answer is bare too (P2, P3). */
export const parsePushRequest = parser<PushRequest & { readonly bare: boolean }>((value, issues) => {
  if (!Array.isArray(value)) {
    const request = pushRequest(value, issues);
    return request && { operations: request.operations, bare: false };
  }
  const operations = bareOperations(value, issues);
  return operations && { operations, bare: true };
});

/** The answer to a push, in either form (P2). */
export const parsePushResponse = parser<PushResponse>((value, issues) => {
  const confirmations = arrayOf(confirmation);
  if (!Array.isArray(value)) {
    return message<PushResponse>({ confirmations: required(confirmations) })(value, issues);
  }
  const bare = confirmations(value, issues);
  return bare && { confirmations: bare };
});

/** The body of `POST /sync/state` (P3, P14, P16, P17). */
export const parseStateSyncRequest = parser(
  message<StateSyncRequest>({
    stateVersion: optional(string),
    entityTypes: optional(arrayOf(name)),
    clientId: optional(name),
    limit: optional(ordinal),
  }),
);

/** The answer to a pull; the entities are the very objects of the input, checked for `id` and `type` alone. */
export const parseStateSyncResponse = parser(
  message<StateSyncResponse>({
    stateVersion: required(string),
    entities: required(arrayOf(entity)),
    deletedEntityIds: optional(arrayOf(string)),
    syncTimestamp: optional(number),
    lastOperationId: optional(count),
    reset: optional(isTrue),
    hasMore: optional(isTrue),
  }),
);

/** One message of `GET /sync/notify` (P28, P29). */
export const parseNotification = parser(notification);

/** One change of a legacy socket (P32). A `base` that is no entity says nothing: applications of the field may name anything so. */
export const parseSyncChange = parser(
  message<SyncChange>({
    type: required(constant("upsert", "delete")),
    entityType: required(name),
    entityId: required(name),
    entity: optional(entity),
    base: optional(orNothing(entity)),
    timestamp: optional(number),
    userId: optional(string),
    operationId: optional(oneOf<string | number>(name, number)),
  }),
);

/** The body of an error answer (P36). */
export const parseErrorBody = parser(
  message<ErrorBody>({
    error: required(
      message<ErrorDetail>({
        code: required(string),
        message: required(string),
        issues: optional(arrayOf(confirmationIssue)),
        expectedOperationId: optional(ordinal),
        confirmations: optional(arrayOf(confirmation)),
      }),
    ),
  }),
);
