export { TransientFailure } from "./transient-failure.js";
export type { Awaitable } from "./awaitable.js";
export { DEFAULT_MAINTENANCE, type Maintenance } from "./core/maintenance.js";
export { RateLimiter, type Rate } from "./core/rate-limiter.js";
export { RequestError } from "./core/request-error.js";
export { stateAnswerToJson, stateAnswerToMessage, type StateAnswer } from "./core/pull.js";
export type {
  HandlerContext,
  OperationHandler,
  OperationHandlers,
  ServerTransactionCollection,
} from "./handler.js";
export type { LegacyDialect } from "./legacy/legacy-dialect.js";
export type { LegacyClients } from "./legacy/legacy-gateway.js";
export type { LegacyMode, LegacyOption } from "./legacy/legacy-modes.js";
export type { LegacyLine, LegacySocket } from "./legacy/legacy-session.js";
export type { LegacyReport, LegacySockets, LegacyTraffic } from "./legacy/legacy-traffic.js";
export { DEFAULT_LIMITS, type Limits } from "./limits.js";
export { consoleLog, type Log, type LogEntry } from "./log.js";
export {
  createNotificationFrame,
  type NotificationFrame,
  type NotificationStream,
} from "./notify/notification-stream.js";
export type {
  AccessContext,
  AuthorizableOperation,
  BoundServerOptions,
  SyncServerOptions,
} from "./server-options.js";
export { bearerToken, type ServerRequest } from "./server-request.js";
export { MemoryServerStore, type MemoryServerStoreOptions } from "./store/memory-server-store.js";
export { createEpoch } from "./store/create-epoch.js";
export { compareRows, type RowKey } from "./store/row-order.js";
export { changesEntities } from "./store/server-store.js";
export type * from "./store/server-store.js";
export { startPosition, type RoomHead } from "./store/start-position.js";
export { createSyncServer } from "./create-sync-server.js";
export type { HealthAnswer, PushAnswer, SyncServer } from "./sync-server.js";
export type { User } from "./user.js";
export { createNodeHandler, type NodeHandler } from "./http/node-handler.js";
export { startNodeServer, type NodeServerOptions, type RunningNodeServer } from "./http/start-node-server.js";
export { SqliteServerStore, type SqliteServerStoreOptions } from "./store/sqlite-server-store.js";
export { PostgresServerStore, type PostgresServerStoreOptions } from "./store/postgres-server-store.js";
export type {
  PostgresConnection,
  PostgresExecutor,
  PostgresPool,
  PostgresQuery,
} from "./store/postgres-connection.js";
export { InProcessExchange } from "./notify/in-process-exchange.js";
export { NatsNotifier, type NatsConnection, type NatsNotifierOptions } from "./notify/nats-notifier.js";
export type { Notifier, OnWake } from "./notify/notifier.js";
export { PostgresNotifier, type PostgresNotifierOptions } from "./notify/postgres-notifier.js";
export { createOpenTelemetry, type OpenTelemetryApi } from "./telemetry/open-telemetry.js";
export { NO_TELEMETRY, type Telemetry } from "./telemetry/telemetry.js";
export type { SqliteDriver } from "./store/sqlite-driver.js";
export { SYSTEM_TIMERS, type Timers } from "./timers.js";
export type { ArgumentUpgrade, ContractEvolution, FormerContract } from "./evolution.js";
