import { CLIENT_PARAMETER, ROOM_PARAMETER } from "../../protocol/index.js";
import { platformEnvironment } from "../engine/environment.js";
import { isNotification } from "../transport/answers.js";
import type { SendRequest } from "../transport/http-transport.js";
import { keepOpen } from "../transport/reopening.js";
import { TransportError, type HintListener } from "../transport/sync-transport.js";
import {
  receiveFromWebSocket,
  type HintSocketConstructor,
  type TextStream,
} from "../transport/web-socket-hints.js";
import { tokenOf } from "./auth-token.js";
import type { ModernSyncConfig } from "./modern-sync-config.js";

/** Receives hints from the engine's `notificationUrl`, and opens the stream again when it ends (P27). Returns what closes it. */
export function openEngineHints(
  config: ModernSyncConfig,
  clientId: string,
  listener: HintListener,
): () => void {
  const { notificationUrl, roomId, authToken } = config;
  if (notificationUrl === undefined) return () => {};
  const WebSocket = (config.WebSocket ?? globalThis.WebSocket) as HintSocketConstructor | undefined;
  const isSocket = /^wss?:/.test(notificationUrl);
  if (isSocket && WebSocket === undefined) return () => {};
  const query = new URLSearchParams({
    ...(roomId !== undefined && { [ROOM_PARAMETER]: roomId }),
    [CLIENT_PARAMETER]: clientId,
  });
  const address = `${notificationUrl}${notificationUrl.includes("?") ? "&" : "?"}${query}`;
  return keepOpen({ ...platformEnvironment, ...config.environment }, async (signal, onOpen) => {
    const stream: TextStream = {
      onOpen: () => {
        onOpen();
        listener.onOpen();
      },
      onText: (text) => takeNotification(text, listener),
    };
    if (isSocket) return receiveFromWebSocket(WebSocket!, address, await tokenOf(authToken), stream, signal);
    const { receiveFromEventStream } = await import("../transport/event-stream-hints.js");
    return receiveFromEventStream(createSender(config), address, stream, signal);
  });
}

/** What is no notification is no hint, and no harm. Servers of earlier versions carry it under `payload`. */
function takeNotification(text: string, listener: HintListener): void {
  let message: unknown;
  try {
    message = JSON.parse(text);
  } catch {
    return;
  }
  const { payload } = Object(message) as { readonly payload?: unknown };
  const notification: unknown =
    payload === undefined
      ? message
      : { ...(message as object), data: { entityTypes: [], ...Object(payload) } };
  if (isNotification(notification)) listener.onNotification(notification);
}

function createSender({ authToken, fetch = globalThis.fetch }: ModernSyncConfig): SendRequest {
  return async (address, init) => {
    const token = await tokenOf(authToken);
    const headers = {
      ...(init.headers as { readonly [name: string]: string }),
      ...(token !== undefined && { Authorization: `Bearer ${token}` }),
    };
    const response = await fetch(address, { ...init, headers });
    if (response.ok) return response;
    void response.body?.cancel();
    throw new TransportError(`http_${response.status}`, response.statusText, { status: response.status });
  };
}
