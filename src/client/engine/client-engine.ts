import type { Entity, PendingOperation } from "../../protocol/index.js";
import type { Mutation, Outcome } from "../mutation.js";
import type { SyncError } from "../sync-error.js";
import type { SyncStatus } from "../sync-status.js";
import type { ViewListener } from "../view-change.js";

/** A client without types: what generated clients, bindings and other engines stand on. */
export interface ClientEngine {
  readonly roomId: string;
  /** Under which the server knows this client; may be another one after `connect` has read the storage (P10). */
  readonly clientId: string;
  /** The server's version of the last applied state (P13). */
  readonly stateVersion: string | undefined;
  /** What waits for the server, in order. */
  readonly pendingOperations: readonly PendingOperation[];
  readonly status: SyncStatus;
  /**
   * Applies an operation to the view and queues it (P20). Never throws: an operation that is unknown, invalid, or over
   * the limit of the queue (P23) is not queued, and its outcome says so.
   */
  executeOperation(name: string, args: readonly unknown[]): Mutation;
  /** The entity of this type and id in the view. */
  get(type: string, id: string): Entity | undefined;
  /** Ordered by id. The same array until an entity of this type changes. */
  all(type: string): readonly Entity[];
  /** Asks the server for what is new, as a hint does (P28). */
  pull(): void;
  connect(): Promise<void>;
  disconnect(): Promise<void>;
  flush(): Promise<Outcome>;
  /** To every change of the view, to those of one type, or to those of one entity. */
  subscribe(listener: ViewListener, type?: string, id?: string): () => void;
  onStatus(listener: (status: SyncStatus) => void): () => void;
  onError(listener: (error: SyncError) => void): () => void;
}
