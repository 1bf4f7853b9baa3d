import type { LegacyOperation, RuntimeContract } from "../../protocol/index.js";
import type { Environment } from "../engine/environment.js";
import type { ClientStorage } from "../storage/client-storage.js";
import type { AuthToken, EngineSocketConstructor, SyncChange } from "./engine-types.js";

export interface ModernSyncConfig {
  /** Where the server is mounted, without `/sync`. */
  baseUrl: string;
  /** Default `/sync/operations`. */
  operationsEndpoint?: string;
  /** Default `/sync/state`. */
  stateEndpoint?: string;
  /** Where hints come from: a WebSocket (`ws:`) or an event stream (`http:`). Without one the engine polls. */
  notificationUrl?: string;
  /** Where presence goes and comes from, such as `wss://example.org/sync/legacy`. Without one there is none. */
  presenceUrl?: string;
  /**
   * Under which the server knows this client. One running engine at a time may use it in a room; with a `storage` the
   * stored one counts.
   */
  clientId: string;
  userId: string;
  /** Default `default`. */
  roomId?: string;
  authToken?: AuthToken;
  /** Operations per request at most. Default 10. */
  batchSize?: number;
  /** Attempts in a row, where `connect` was not called; a connected engine never gives up. Default 3. */
  retryAttempts?: number;
  /** What the first wait is a random part of; doubles with each failure. Default 1,000 ms. */
  retryDelay?: number;
  /** Operations that may wait for the server. Default 1,000. */
  offlineQueueLimit?: number;
  /**
   * What happens beyond the limit. `reject` (the default): `executeOperation` rejects with `queue_full`, and nothing is lost
   * (P23). `drop-oldest`: offline, the oldest goes, with a `warning` each; what waits offline is then not shown and
   * not stored, and what may have reached the server is never dropped.
   */
  offlineQueueOverflow?: "reject" | "drop-oldest";
  /** No longer of any meaning. */
  stateVersionKey?: string;
  /** The version of the application, for the server's counters. */
  clientVersion?: string;
  /** The generated `contract`: operations are checked before they are queued, and all of them show at once. */
  contract?: RuntimeContract;
  /** The generated mapping of changes to operations. Default: `upsert<type>` and `delete<type>` by plain concatenation. */
  toOperation?: (change: SyncChange) => LegacyOperation;
  /** Where the queue and the entities outlive the process. Default: in memory. */
  storage?: ClientStorage;
  /** How often to ask without a hint, while connected; default 60,000 ms (P27). */
  pollIntervalMs?: number;
  /** Default: the platform's. */
  WebSocket?: EngineSocketConstructor;
  fetch?: typeof globalThis.fetch;
  environment?: Partial<Environment>;
}
