import { ROOM_PARAMETER } from "../../protocol/index.js";
import type { HttpConnection } from "../transport/http-transport.js";
import { keepOpen } from "../transport/reopening.js";
import { TransportError, type HintListener } from "../transport/sync-transport.js";
import { receiveFromWebSocket, type HintSocketConstructor } from "../transport/web-socket-hints.js";
import { tokenOf } from "./auth-token.js";
import type { ModernSyncConfig } from "./modern-sync-config.js";

/** Receives hints from the engine's `notificationUrl`, and opens the stream again when it ends (P27). Returns what closes it. */
export function openEngineHints(
  config: ModernSyncConfig,
  clientId: string,
  listener: HintListener,
): () => void {
  const { notificationUrl, roomId, authToken, fetch = globalThis.fetch } = config;
  if (notificationUrl === undefined) return () => {};
  const WebSocket = (config.WebSocket ?? globalThis.WebSocket) as HintSocketConstructor | undefined;
  const isSocket = /^wss?:/.test(notificationUrl);
  const connection: HttpConnection = {
    address: (_endpoint, parameters) => {
      const query = new URLSearchParams({
        ...(roomId !== undefined && { [ROOM_PARAMETER]: roomId }),
        ...parameters,
      });
      return `${notificationUrl}${notificationUrl.includes("?") ? "&" : "?"}${query}`;
    },
    token: () => tokenOf(authToken),
    send: async (address, init) => {
      const token = await tokenOf(authToken);
      const headers = {
        ...(init.headers as { readonly [name: string]: string }),
        ...(token !== undefined && { Authorization: `Bearer ${token}` }),
      };
      const response = await fetch(address, { ...init, headers });
      if (response.ok) return response;
      void response.body?.cancel();
      throw new TransportError(`http_${response.status}`, response.statusText, { status: response.status });
    },
  };
  if (isSocket && WebSocket === undefined) return () => {};
  return keepOpen(async (signal, onOpen) => {
    const told: HintListener = {
      ...listener,
      onOpen: () => {
        onOpen();
        listener.onOpen();
      },
    };
    if (isSocket) return receiveFromWebSocket(connection, WebSocket!, clientId, told, signal);
    const { receiveFromEventStream } = await import("../transport/event-stream-hints.js");
    return receiveFromEventStream(connection, clientId, told, signal);
  });
}
