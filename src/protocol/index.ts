export { decodeArguments, encodeArguments } from "./arguments.js";
export {
  DEFAULT_MAX_BODY_BYTES,
  DEFAULT_MAX_OPERATIONS,
  DEFAULT_POLL_INTERVAL_MS,
  DEFAULT_TOMBSTONE_RETENTION_MS,
  MAX_PAGE_ENTITIES,
} from "./defaults.js";
export {
  CLIENT_PARAMETER,
  DEFAULT_ROOM,
  ENDPOINTS,
  GREETING_PARAMETER,
  PRESENCE_PARAMETER,
  ROOM_PARAMETER,
} from "./endpoints.js";
export type { Entity } from "./entity.js";
export { assembleEntity, changeEntity, fieldsOf, type EntityFields } from "./entity-assembly.js";
export { byId, matches, type EntityMatch } from "./entity-collection.js";
export type { EntityView } from "./entity-view.js";
export { ERROR_CODES, type ErrorCode, type ErrorCodeEntry, type RequestErrorCode } from "./error-codes.js";
export { jsonEquals } from "./json-equality.js";
export type { EntityMerge, PresenceInfo, SyncAck, SyncRefusal } from "./legacy-messages.js";
export { legacyDeleteName, legacyUpsertName, plainOperationOf } from "./legacy-operations.js";
export { legacyOperations } from "./legacy-runtime.js";
export { legacyOperationOf, syncChangesOf, type ChangeSet, type LegacyOperation } from "./legacy-mapping.js";
export { findEntity, findOperation } from "./lookup.js";
export type {
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
export type { Mutation, Outcome } from "./mutation.js";
export { isKey } from "./reader.js";
export { isOperationRejected, OperationRejected, reject } from "./operation-rejected.js";
export {
  parseErrorBody,
  parseNotification,
  parsePendingOperation,
  parsePushRequest,
  parsePushResponse,
  parseStateSyncRequest,
  parseStateSyncResponse,
  parseSyncChange,
} from "./parse.js";
export type {
  FieldChanges,
  MutationContext,
  RuntimeContract,
  RuntimeEntity,
  RuntimeOperation,
  RuntimeOperations,
  TransactionCollection,
} from "./runtime-contract.js";
export { createTransaction, type Transaction } from "./transaction.js";
export {
  CLIENT_VERSION_HEADER,
  CLIENT_VERSION_PARAMETER,
  CONTRACT_HEADER,
  PROTOCOL_HEADER,
  PROTOCOL_VERSION,
} from "./version.js";
