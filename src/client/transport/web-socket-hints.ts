/** Takes what a stream of hints says, whichever way it comes. */
export interface TextStream {
  readonly onOpen: () => void;
  /** One notification as JSON. */
  readonly onText: (text: string) => void;
}

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
  WebSocket: HintSocketConstructor,
  address: string,
  token: string | undefined,
  { onOpen, onText }: TextStream,
  signal: AbortSignal,
): Promise<void> {
  if (signal.aborted) return;
  const url = new URL(address, globalThis.location?.href);
  // Browsers let no page set headers on a WebSocket.
  if (token !== undefined) url.searchParams.set("access_token", token);
  url.protocol = url.protocol.replace("http", "ws");
  const socket = new WebSocket(url);
  let end = (): void => {};
  await new Promise<void>((resolve) => {
    socket.onopen = onOpen;
    socket.onmessage = ({ data }: { readonly data: unknown }) => onText(String(data));
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
