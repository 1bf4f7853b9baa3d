/** `kalphite-gen/client`: the client engine that generated clients stand on. */
export type { Collection, Match } from "./collection.js";
export { createSyncClient } from "./create-sync-client.js";
export type { ClientEngine } from "./engine/client-engine.js";
export { createClientEngine } from "./engine/create-client-engine.js";
export { platformEnvironment, type Environment } from "./engine/environment.js";
export type { Mutation, Outcome } from "./mutation.js";
export type {
  ClientRecord,
  ClientStorage,
  QueuedOperation,
  StateChange,
  StoredState,
} from "./storage/client-storage.js";
export { IndexedDbStorage } from "./storage/indexed-db-storage.js";
export { MemoryStorage } from "./storage/memory-storage.js";
export type { SyncClientOptions } from "./sync-client-options.js";
export type { SyncClient } from "./sync-client.js";
export type { SyncError } from "./sync-error.js";
export type { SyncStatus } from "./sync-status.js";
export { createTabChannel, type TabPlatform } from "./tabs/create-tab-channel.js";
export type { TabChannel, TabHost, TabMembership } from "./tabs/tab-channel.js";
export {
  createHttpTransport,
  type GetAuthToken,
  type HttpTransportOptions,
} from "./transport/http-transport.js";
export { TransportError, type HintListener, type SyncTransport } from "./transport/sync-transport.js";
export type { ViewChange, ViewListener } from "./view-change.js";
export type {
  ConfirmedOperation,
  ConflictResolution,
  EngineSocket,
  EngineSocketConstructor,
  EngineWarning,
  LocalChange,
  NetworkSyncConfig,
  OperationConfirmation,
  OperationFailure,
  PendingOperation,
  PresenceInfo,
  StatePatch,
  StateSyncRequest,
  StateSyncResponse,
  SyncChange,
  SyncEngineEvent,
  SyncEngineEvents,
} from "./legacy/engine-types.js";
export { HttpClient, type HttpClientConfig, type RequestOptions } from "./legacy/http-client.js";
export type { ModernSyncConfig } from "./legacy/modern-sync-config.js";
export { ModernSyncEngine } from "./legacy/modern-sync-engine.js";
export { NetworkSyncEngine } from "./legacy/network-sync-engine.js";
export type { EventHandler, SyncEngine } from "./legacy/sync-engine.js";
