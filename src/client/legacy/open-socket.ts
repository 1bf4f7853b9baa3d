import { CLIENT_VERSION_PARAMETER, GREETING_PARAMETER, ROOM_PARAMETER } from "../../protocol/index.js";
import type { EngineSocket, NetworkSyncConfig } from "./engine-types.js";

/** Opens the socket of a legacy engine, and asks to be greeted. @throws TypeError where the platform has no WebSocket */
export function openSocket(config: NetworkSyncConfig, token: string | undefined): EngineSocket {
  const { wsUrl, roomId, userId, clientVersion } = config;
  const WebSocket = config.WebSocket ?? globalThis.WebSocket;
  if (WebSocket === undefined) {
    throw new TypeError("This platform has no WebSocket: give one to the engine as `WebSocket`");
  }
  const parameters = new URLSearchParams({
    [ROOM_PARAMETER]: roomId,
    userId,
    [GREETING_PARAMETER]: "1",
    ...(token !== undefined && { access_token: token }),
    ...(clientVersion !== undefined && { [CLIENT_VERSION_PARAMETER]: clientVersion }),
  });
  return new WebSocket(`${wsUrl}${wsUrl.includes("?") ? "&" : "?"}${parameters}`);
}
