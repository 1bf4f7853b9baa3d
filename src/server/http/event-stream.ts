import type { NotificationFrame, NotificationStream } from "../notify/notification-stream.js";
import type { AccessContext } from "../server-options.js";

/** Where an event stream's bytes go: a Node response, or a web stream. */
export interface EventSink {
  write(bytes: Uint8Array): void;
  /** What was written and is not sent yet. */
  bufferedBytes(): number;
  end(): void;
  /** Drops the connection at once. */
  destroy(): void;
}

export const EVENT_STREAM_HEADERS: { readonly [name: string]: string } = {
  "content-type": "text/event-stream; charset=utf-8",
  "cache-control": "no-store, no-transform",
  "x-accel-buffering": "no",
};

const encoder = new TextEncoder();
const HEARTBEAT = encoder.encode(": still here\n\n");
const GREETING = encoder.encode("retry: 2000\n\n");

/** Server-Sent Events with comments as heartbeats; a client that does not read is dropped (P30). */
export class EventStream implements NotificationStream {
  readonly roomId: string;
  readonly user: AccessContext["user"];
  readonly clientId: string | undefined;
  readonly #sink: EventSink;
  readonly #maxBufferBytes: number;
  readonly #onSlow: () => void;
  #wasStuck = false;

  constructor(access: AccessContext, sink: EventSink, maxBufferBytes: number, onSlow: () => void) {
    this.roomId = access.roomId;
    this.user = access.user;
    this.clientId = access.clientId;
    this.#sink = sink;
    this.#maxBufferBytes = maxBufferBytes;
    this.#onSlow = onSlow;
  }

  /** Sends the first bytes, so that the client knows that the stream is open. */
  start(): void {
    this.#sink.write(GREETING);
  }

  send(frame: NotificationFrame): void {
    this.#sink.write(frame.eventStream);
    if (this.#sink.bufferedBytes() > this.#maxBufferBytes) this.#drop();
  }

  ping(): void {
    const isStuck = this.#sink.bufferedBytes() > 0;
    if (isStuck && this.#wasStuck) return this.#drop();
    this.#wasStuck = isStuck;
    this.#sink.write(HEARTBEAT);
  }

  end(): void {
    this.#sink.end();
  }

  #drop(): void {
    this.#onSlow();
    this.#sink.destroy();
  }
}
