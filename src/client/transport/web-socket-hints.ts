import { CLIENT_PARAMETER, ENDPOINTS, parseNotification } from "../../protocol/index.js";
import type { HttpConnection } from "./http-transport.js";
import { keepOpen } from "./reopening.js";
import type { HintListener } from "./sync-transport.js";

/**
 * Hints over a WebSocket that reopens itself (P27). The server's pings find dead connections; what a client misses
 * until then, polling brings.
 */
export function listenToWebSocket(
  connection: HttpConnection,
  WebSocket: typeof globalThis.WebSocket,
  clientId: string,
  listener: HintListener,
): () => void {
  return keepOpen(async (signal, onOpen) => {
    const token = await connection.token();
    if (signal.aborted) return;
    // Browsers let no page set headers on a WebSocket.
    const address = connection.address(ENDPOINTS.notify, {
      [CLIENT_PARAMETER]: clientId,
      ...(token !== undefined && { access_token: token }),
    });
    const url = new URL(address, globalThis.location?.href);
    url.protocol = url.protocol.replace("http", "ws");
    const socket = new WebSocket(url);
    await new Promise<void>((resolve) => {
      socket.onopen = () => {
        onOpen();
        listener.onOpen();
      };
      socket.onmessage = ({ data }) => takeNotification(String(data), listener);
      socket.onclose = socket.onerror = () => resolve();
      signal.addEventListener("abort", () => resolve());
    });
    socket.onopen = socket.onmessage = socket.onclose = null;
    // A socket that is closed while it connects still reports an error.
    socket.onerror = () => {};
    socket.close();
  });
}

/** Passes a notification on; what is none is no hint, and no harm (P27). */
export function takeNotification(text: string, listener: HintListener): void {
  let message: unknown;
  try {
    message = JSON.parse(text);
  } catch {
    return;
  }
  const notification = parseNotification(message);
  if (notification.ok) listener.onNotification(notification.value);
}
