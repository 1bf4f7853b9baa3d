import { MessageInbox, StreamRefused, type MessageStream } from "./message-stream.js";
import type { Wire } from "./wire.js";

/** Opens Server-Sent Events. @throws StreamRefused */
export async function openEventStream(
  wire: Wire,
  path: string,
  query: { readonly [name: string]: string },
): Promise<MessageStream> {
  const url = wire.address(path, query);
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), wire.options.timeoutMs);
  let response: Response;
  try {
    const headers = wire.headers({ path, headers: { accept: "text/event-stream" } });
    response = await fetch(url, { headers, signal: controller.signal });
  } catch (error) {
    throw new StreamRefused(0, `No answer within ${wire.options.timeoutMs} ms: ${String(error)}`);
  } finally {
    clearTimeout(timer);
  }
  const type = response.headers.get("content-type") ?? "";
  if (response.status !== 200 || !type.startsWith("text/event-stream") || response.body === null) {
    wire.record(`GET ${url.pathname}${url.search} (event stream)`, `${response.status} ${type}`);
    controller.abort();
    throw new StreamRefused(response.status, `${response.status}, ${type || "no content type"}`);
  }
  const inbox = new MessageInbox();
  void read(response.body, (text) => inbox.take(text, wire, "event stream"));
  return {
    received: inbox.received,
    next: (fits, timeoutMs) => inbox.next(fits, timeoutMs),
    close: () => controller.abort(),
  };
}

/** Reads events until the stream ends, however it does. */
async function read(body: ReadableStream<Uint8Array>, onData: (text: string) => void): Promise<void> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = "";
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      const events = (rest + decoder.decode(value, { stream: true })).split(/\r\n\r\n|\n\n|\r\r/);
      rest = events.pop() ?? "";
      for (const event of events) {
        const data = event.split(/\r\n|\n|\r/).filter((line) => line.startsWith("data:"));
        if (data.length > 0) onData(data.map((line) => line.slice(5).replace(/^ /, "")).join("\n"));
      }
    }
  } catch {
    // Cut by us, or by the server: what came is what there is.
  }
}
