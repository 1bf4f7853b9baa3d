import type { SendRequest } from "./http-transport.js";
import type { TextStream } from "./web-socket-hints.js";

/** A stream that has been silent so long is dead: servers send a comment more often than that (P30). */
const SILENCE_MS = 90_000;

/**
 * Receives hints by Server-Sent Events over `fetch`, which unlike `EventSource` sends the token in a header (P27).
 * Loaded where it is needed: it imports nothing, so that no bundle is split for its sake.
 */
export async function receiveFromEventStream(
  send: SendRequest,
  address: string,
  stream: TextStream,
  signal: AbortSignal,
): Promise<void> {
  const silence = new AbortController();
  const cancel = (): void => silence.abort();
  if (signal.aborted) return;
  signal.addEventListener("abort", cancel);
  let timer = setTimeout(cancel, SILENCE_MS);
  try {
    const response = await send(address, {
      headers: { Accept: "text/event-stream" },
      signal: silence.signal,
    });
    stream.onOpen();
    const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
    let text = "";
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      clearTimeout(timer);
      timer = setTimeout(cancel, SILENCE_MS);
      text = takeEvents(text + value, stream);
    }
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", cancel);
    cancel();
  }
}

/** Passes on the events that are whole, and returns the rest of the text. */
function takeEvents(text: string, stream: TextStream): string {
  const events = text.split(/\r?\n\r?\n/);
  for (const event of events.slice(0, -1)) {
    const data = event.split(/\r?\n/).filter((line) => line.startsWith("data:"));
    if (data.length > 0) stream.onText(data.map((line) => line.slice(5)).join("\n"));
  }
  return events.at(-1) ?? "";
}
