import { createOrigin, type Notifier, type OnWake } from "./notifier.js";
import { RoomBatch } from "./room-batch.js";

/** What is asked of a connection of `@nats-io/transport-node` (or `nats`), so that nothing here imports the package. */
export interface NatsConnection {
  publish(subject: string, payload: string): void;
  subscribe(
    subject: string,
    options: { readonly callback: (error: Error | null, message: { readonly data: Uint8Array }) => void },
  ): { unsubscribe(): void };
  flush(): Promise<void>;
  status(): AsyncIterable<{ readonly type: string }>;
}

export interface NatsNotifierOptions {
  /** It stays its maker's to close. */
  readonly connection: NatsConnection;
  /** Default `kalphite.changed`. */
  readonly subject?: string;
  readonly onError?: (error: unknown) => void;
}

/** Behind the origin of a message that names a room and a user. */
const ENDED = "/ended";

/** Wakes through NATS, for fleets that are too large for one Postgres to tell. */
export class NatsNotifier implements Notifier {
  readonly #connection: NatsConnection;
  readonly #subject: string;
  readonly #onError: (error: unknown) => void;
  readonly #origin = createOrigin();
  readonly #batch: RoomBatch;
  #subscription: { unsubscribe(): void } | undefined;
  #isClosed = false;

  constructor({ connection, subject = "kalphite.changed", onError = () => {} }: NatsNotifierOptions) {
    this.#connection = connection;
    this.#subject = subject;
    this.#onError = onError;
    this.#batch = new RoomBatch((roomIds) => this.#notify(roomIds));
  }

  publish(roomId: string, endedUserId?: string): void {
    if (this.#isClosed) return;
    if (endedUserId !== undefined) void this.#notify([roomId, endedUserId], ENDED);
    this.#batch.add(roomId);
  }

  async subscribe(onWake: OnWake): Promise<void> {
    const decoder = new TextDecoder();
    this.#subscription = this.#connection.subscribe(this.#subject, {
      callback: (error, message) => {
        if (error !== null) return this.#onError(error);
        const [origin = "", ...parts] = decoder.decode(message.data).split("\n");
        if (origin.startsWith(this.#origin)) return;
        const texts = parts.map(decodeURIComponent);
        if (origin.endsWith(ENDED)) onWake(texts[0], texts[1]);
        else for (const roomId of texts) onWake(roomId);
      },
    });
    void this.#watch(onWake);
    await this.#connection.flush();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#subscription?.unsubscribe();
    await this.#batch.settle();
  }

  async #notify(texts: readonly string[], about = ""): Promise<void> {
    try {
      this.#connection.publish(
        this.#subject,
        [this.#origin + about, ...texts.map(encodeURIComponent)].join("\n"),
      );
      await this.#connection.flush();
    } catch (error) {
      this.#onError(error);
    }
  }

  /** What was published while the connection was away is lost. */
  async #watch(onWake: OnWake): Promise<void> {
    for await (const { type } of this.#connection.status()) {
      if (this.#isClosed) return;
      if (type === "reconnect") onWake(undefined);
    }
  }
}
