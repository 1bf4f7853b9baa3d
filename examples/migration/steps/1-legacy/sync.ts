import { WebSocket } from "ws";
import { NetworkSyncEngine } from "kalphite-gen/client";

export function openSync(url: string, userId: string): NetworkSyncEngine {
  return new NetworkSyncEngine({
    wsUrl: `${url.replace(/^http/, "ws")}/sync/legacy`,
    roomId: "home",
    userId,
    authToken: userId,
    clientVersion: "1.0.0",
    WebSocket,
  });
}
