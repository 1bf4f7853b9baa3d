import type { Environment } from "./engine/environment.js";
import type { ClientStorage } from "./storage/client-storage.js";
import type { SyncError } from "./sync-error.js";
import type { TabChannel } from "./tabs/tab-channel.js";
import type { GetAuthToken } from "./transport/http-transport.js";
import type { SyncTransport } from "./transport/sync-transport.js";

export interface SyncClientOptions {
  /** Where the server is mounted, without `/sync`: `https://example.org` or `/api`. Needed unless `transport` is given. */
  readonly url?: string;
  /** Default `default` (P1). */
  readonly roomId?: string;
  /** Who acts, as far as this client knows; mutators see it as `context.userId`. */
  readonly userId?: string;
  /** Limits the client to these entity types (P16). */
  readonly entityTypes?: readonly string[];
  /** Called before every request; with `refresh` after the server refused the token that it gave last. */
  readonly getAuthToken?: GetAuthToken;
  /** Default: a `MemoryStorage`, which forgets. */
  readonly storage?: ClientStorage;
  /** Instead of `url`: any other way to the server. */
  readonly transport?: SyncTransport;
  /** Shares the queue and the connection with the other tabs of this application (P26); see `createTabChannel`. */
  readonly tabs?: TabChannel;
  /** How often to ask without a hint; default 60,000 ms (P27). */
  readonly pollIntervalMs?: number;
  /** After how long a request counts as failed; default 30,000 ms. */
  readonly requestTimeoutMs?: number;
  /** Operations per request at most; default 500 (P11). Smaller where the server refuses so many. */
  readonly batchSize?: number;
  /** Pending operations at most; beyond it `mutate` fails with `queue_full` (P23). Default 10,000. */
  readonly offlineQueueLimit?: number;
  /** The JSON of one operation's arguments in bytes at most; larger ones fail with `body_too_large`. Default 1,000,000. */
  readonly maxOperationBytes?: number;
  readonly onError?: (error: SyncError) => void;
  /** The outside world, where the platform's own will not do: clock, random numbers, timers, ids, online signal. */
  readonly environment?: Partial<Environment>;
}
