import { WebSocket } from "ws";
import { ModernSyncEngine } from "kalphite-gen/client";
import { contract } from "../../generated/contract.gen.js";
import { toOperation } from "../../generated/legacy.gen.js";

export function openSync(url: string, userId: string): ModernSyncEngine {
  return new ModernSyncEngine({
    baseUrl: url,
    notificationUrl: `${url.replace(/^http/, "ws")}/sync/notify`,
    clientId: crypto.randomUUID(), // with a storage: one for each installation
    contract,
    toOperation,
    roomId: "home",
    userId,
    authToken: userId,
    clientVersion: "2.0.0",
    WebSocket,
  });
}
