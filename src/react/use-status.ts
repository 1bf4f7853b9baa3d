import { useSyncExternalStore } from "react";
import type { SyncClient, SyncStatus } from "../client/index.js";

/** How the client stands: online, pending operations, when it last synced. Renders again when something of that changes. */
export function useStatus(client: Pick<SyncClient, "status" | "onStatus">): SyncStatus {
  const read = (): SyncStatus => client.status;
  return useSyncExternalStore(client.onStatus, read, read);
}
