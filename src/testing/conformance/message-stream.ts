import type { Wire } from "./wire.js";

/** A stream of JSON messages, whichever way it comes. */
export interface MessageStream {
  /** The first message that fits, of those that came and those that come; undefined after the time given. */
  next(fits: (message: StreamMessage) => boolean, timeoutMs: number): Promise<StreamMessage | undefined>;
  /** All that came, in order. */
  readonly received: readonly StreamMessage[];
  send?(message: object): void;
  close(): void;
}

export interface StreamMessage {
  readonly type?: unknown;
  readonly [key: string]: unknown;
}

/** A stream could not be opened: the status that the server answered with, and what it said. */
export class StreamRefused extends Error {
  override readonly name = "StreamRefused";
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** Collects messages, and lets who asks wait for one. */
export class MessageInbox {
  readonly received: StreamMessage[] = [];
  readonly #waiting = new Set<() => void>();

  /** Takes a text; what is not an object of JSON is a message without a type. */
  take(text: string, wire: Wire, source: string): void {
    wire.record(source, text);
    try {
      const message: unknown = JSON.parse(text);
      this.received.push(typeof message === "object" && message !== null ? (message as StreamMessage) : {});
    } catch {
      this.received.push({});
    }
    for (const wake of this.#waiting) wake();
  }

  async next(
    fits: (message: StreamMessage) => boolean,
    timeoutMs: number,
  ): Promise<StreamMessage | undefined> {
    const deadline = performance.now() + timeoutMs;
    for (;;) {
      const found = this.received.find(fits);
      const restMs = deadline - performance.now();
      if (found !== undefined || restMs <= 0) return found;
      await new Promise<void>((resolve) => {
        const done = (): void => {
          clearTimeout(timer);
          this.#waiting.delete(done);
          resolve();
        };
        const timer = setTimeout(done, restMs);
        this.#waiting.add(done);
      });
    }
  }
}
