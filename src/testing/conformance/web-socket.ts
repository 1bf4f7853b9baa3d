import { MessageInbox, StreamRefused, type MessageStream } from "./message-stream.js";
import type { Wire } from "./wire.js";

/** Opens a WebSocket. @throws StreamRefused with the status where the server refuses the upgrade */
export async function openWebSocket(
  wire: Wire,
  path: string,
  query: { readonly [name: string]: string },
): Promise<MessageStream> {
  const { WebSocket } = await import("ws");
  const url = wire.address(path, query);
  const name = `WebSocket ${url.pathname}${url.search}`;
  url.protocol = url.protocol.replace("http", "ws");
  const socket = new WebSocket(url, {
    headers: wire.headers({ path }),
    handshakeTimeout: wire.options.timeoutMs,
  });
  const inbox = new MessageInbox();
  socket.on("message", (data) => inbox.take(String(data), wire, name));
  await new Promise<void>((resolve, fail) => {
    socket.once("open", resolve);
    socket.once("unexpected-response", (request, response) => {
      request.destroy();
      const status = response.statusCode ?? 0;
      wire.record(name, String(status));
      fail(new StreamRefused(status, `the upgrade was answered ${status}`));
    });
    socket.on("error", (error) => fail(new StreamRefused(0, error.message)));
  });
  return {
    received: inbox.received,
    next: (fits, timeoutMs) => inbox.next(fits, timeoutMs),
    send: (message) => {
      const text = JSON.stringify(message);
      wire.record(`${name}\n${text}`, "");
      socket.send(text);
    },
    close: () => socket.terminate(),
  };
}
