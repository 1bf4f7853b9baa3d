import type { ClientEngine } from "./engine/client-engine.js";
import type { Outcome } from "./mutation.js";
import type { SyncError } from "./sync-error.js";
import type { SyncStatus } from "./sync-status.js";
import type { ViewListener } from "./view-change.js";

/** What every generated client can do besides its operations (`mutate`) and its entities. */
export interface SyncClient {
  /**
   * Loads what storage holds and starts to talk to the server; also ends a stop after an error that only the
   * application could mend (P24). Resolves when storage is loaded, not when the server has answered.
   */
  connect(): Promise<void>;
  /** Stops. No timer, socket, request or listener is left; what is pending stays queued and on disk. */
  disconnect(): Promise<void>;
  /**
   * Resolves with `ok` when nothing is pending, otherwise with what stands in the way: `disconnected`, or the code
   * that blocks requests. Waits while the server merely cannot be reached. Never rejects.
   */
  flush(): Promise<Outcome>;
  /** The same object until something in it changes. */
  readonly status: SyncStatus;
  onStatus(listener: (status: SyncStatus) => void): () => void;
  onError(listener: (error: SyncError) => void): () => void;
  /** Calls the listener once after every change of the view, whatever caused it. */
  subscribe(listener: ViewListener): () => void;
  readonly engine: ClientEngine;
}
