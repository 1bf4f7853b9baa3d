import type { Environment } from "../engine/environment.js";
import type { EntityMerge, PresenceInfo, SyncAck, SyncRefusal } from "../../protocol/index.js";

export type { EntityMerge, PresenceInfo, SyncAck, SyncRefusal };

/*
 * What code that was written for the engine classes names. Entities and arguments are `any` here because they were there:
 * such code compiles as it is. Generated clients have types for both.
 */

/** A change as it travels and as `remoteChange` tells it. */
export interface SyncChange {
  type: "upsert" | "delete";
  entityType: string;
  entityId: string;
  entity?: any;
  /**
   * The entity as the server was last known to have it when the change was made: what servers merge by (P32). Engines add
   * what they know themselves; applications that keep entities across restarts may say it of their own changes.
   */
  base?: any;
  /** Milliseconds since the epoch. */
  timestamp: number;
  userId: string;
  operationId: string;
}

/** A change as an application makes it; the engine adds the rest. */
export type LocalChange = Omit<SyncChange, "timestamp" | "userId" | "operationId"> &
  Partial<Pick<SyncChange, "timestamp" | "userId" | "operationId">>;

export interface PendingOperation {
  name: string;
  args: any[];
  /** 0 while it has none: until the engine knows which numbers it gave before. */
  id: number;
  clientId: string;
  /** Milliseconds since the epoch. */
  timestamp: number;
}

export interface ConfirmedOperation extends PendingOperation {
  /** Milliseconds since the epoch. */
  serverTimestamp: number;
  result?: any;
}

export interface OperationFailure {
  operation: PendingOperation;
  /** In words. */
  error: string;
  /** One of the protocol's, or of the application's own handlers. */
  code?: string;
  issues?: readonly { readonly path: readonly (string | number)[]; readonly message: string }[];
}

export interface OperationConfirmation {
  operationId: number;
  clientId: string;
  success: boolean;
  error?: string;
  serverTimestamp: number;
}

export interface StatePatch {
  stateVersion: string;
  operations: ConfirmedOperation[];
  entities: any[];
  deletedEntityIds: string[];
  /** Milliseconds since the epoch. */
  timestamp: number;
}

export interface StateSyncRequest {
  stateVersion?: string;
  entityTypes?: string[];
  clientId?: string;
  limit?: number;
  lastSyncTimestamp?: number;
}

export interface StateSyncResponse<_Schema = any> {
  stateVersion: string;
  entities: any[];
  deletedEntityIds?: string[];
  syncTimestamp?: number;
}

/** Two changes of one entity that met: a local one that the server has not taken yet, and somebody else's. */
export interface ConflictResolution {
  localOperation: SyncChange;
  remoteOperation: SyncChange;
  /** What the server will make of both, as far as this client can know: the last write of each field wins. */
  mergedEntity: any;
  strategy: "operational_transform";
  /** Milliseconds since the epoch. */
  timestamp: number;
}

/** Something was lost on purpose, because an option says so. */
export interface EngineWarning {
  readonly code: "operation_dropped";
  readonly message: string;
  readonly operation: PendingOperation;
}

/** What engines tell, by the name of the event. */
export interface SyncEngineEvents {
  connected: void;
  disconnected: void;
  /** The number of the attempt. */
  reconnecting: number;
  reconnectionFailed: void;
  error: any;
  warning: EngineWarning;
  remoteChange: SyncChange;
  statePatch: StatePatch;
  operationConfirmed: ConfirmedOperation;
  operationFailed: OperationFailure;
  optimisticUpdate: PendingOperation;
  presenceUpdate: PresenceInfo;
  syncAck: SyncAck;
  syncError: SyncRefusal;
  conflictResolved: ConflictResolution;
  /** The entity as it was merged; the second argument says which fields hold somebody else's change. */
  entityMerged: any;
}

export type SyncEngineEvent = keyof SyncEngineEvents;

/** What is asked of a WebSocket: browsers' own have it, and those of packages. */
export interface EngineSocket {
  onopen: ((event: any) => void) | null;
  onmessage: ((event: any) => void) | null;
  onclose: ((event: any) => void) | null;
  onerror: ((event: any) => void) | null;
  send(text: string): void;
  close(): void;
}

export type EngineSocketConstructor = new (url: string) => EngineSocket;

/** A token, or what gives one; with `refresh` after the server refused the last. */
export type AuthToken = string | ((request: { readonly refresh: boolean }) => string | Promise<string>);

export interface NetworkSyncConfig {
  /** Where legacy changes go, such as `wss://example.org/sync/legacy`. */
  wsUrl: string;
  roomId: string;
  userId: string;
  /** A token, or what gives one before each connection. */
  authToken?: AuthToken;
  /** The version of the application, for the server's counters. */
  clientVersion?: string;
  /** Before the first attempt to connect again; doubles with each. Default 1,000 ms. */
  reconnectDelay?: number;
  /** Default 5; after that `reconnectionFailed`, until `connect` is called. */
  maxReconnectAttempts?: number;
  /** Default: the platform's. */
  WebSocket?: EngineSocketConstructor;
  environment?: Partial<Environment>;
}
