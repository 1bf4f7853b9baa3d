import { CLIENT_PARAMETER, ENDPOINTS } from "../../protocol/index.js";
import { isNotification } from "./answers.js";
import type { HttpConnection } from "./http-transport.js";
import type { HintListener } from "./sync-transport.js";

/** What is asked of a WebSocket: browsers' own have it, and those of packages. */
export interface HintSocket {
  onopen: ((event: never) => void) | null;
  onmessage: ((event: never) => void) | null;
  onclose: ((event: never) => void) | null;
  onerror: ((event: never) => void) | null;
  close(): void;
}

export type HintSocketConstructor = new (url: URL) => HintSocket;

/**
 * Receives hints over a WebSocket until it closes (P27). The server's pings find dead connections; what a client
 * misses until then, polling brings.
 */
export async function receiveFromWebSocket(
  connection: HttpConnection,
  WebSocket: HintSocketConstructor,
  clientId: string,
  listener: HintListener,
  signal: AbortSignal,
): Promise<void> {
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
  let end = (): void => {};
  await new Promise<void>((resolve) => {
    socket.onopen = listener.onOpen;
    socket.onmessage = ({ data }: { readonly data: unknown }) => takeNotification(String(data), listener);
    socket.onclose = socket.onerror = () => resolve();
    end = resolve;
    signal.addEventListener("abort", end);
  });
  // The signal outlives this socket: it is that of all that are opened after it, too.
  signal.removeEventListener("abort", end);
  socket.onopen = socket.onmessage = socket.onclose = null;
  // A socket that is closed while it connects still reports an error.
  socket.onerror = () => {};
  socket.close();
}

/** Passes a notification on; what is none is no hint, and no harm (P27). */
export function takeNotification(text: string, listener: HintListener): void {
  let message: unknown;
  try {
    message = JSON.parse(text);
  } catch {
    return;
  }
  if (isNotification(message)) listener.onNotification(message);
}
