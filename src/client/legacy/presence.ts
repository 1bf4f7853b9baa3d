import { PRESENCE_PARAMETER } from "../../protocol/index.js";
import type { ModernSyncConfig } from "./modern-sync-config.js";
import { NetworkSyncEngine } from "./network-sync-engine.js";

/** A socket for presence alone. */
export function createPresence(config: ModernSyncConfig): NetworkSyncEngine | undefined {
  const { presenceUrl, roomId = "default", userId, authToken, clientVersion, WebSocket } = config;
  if (presenceUrl === undefined) return undefined;
  return new NetworkSyncEngine({
    wsUrl: `${presenceUrl}${presenceUrl.includes("?") ? "&" : "?"}${PRESENCE_PARAMETER}=only`,
    roomId,
    userId,
    maxReconnectAttempts: Infinity,
    ...(authToken !== undefined && { authToken }),
    ...(clientVersion !== undefined && { clientVersion }),
    ...(WebSocket && { WebSocket }),
  });
}
