import type { SyncEvent } from "../state/sync-event.js";
import type { SyncClientOptions } from "../sync-client-options.js";

/** The options of a client, and what engines that stand on this one need besides. */
export interface ClientEngineOptions extends SyncClientOptions {
  /** Told of every event once the engine has taken it. */
  readonly onEvent?: (event: SyncEvent) => void;
}
