import { createOrigin, type Notifier } from "./notifier.js";
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

  publish(roomId: string): void {
    if (!this.#isClosed) this.#batch.add(roomId);
  }

  async subscribe(onWake: (roomId: string | undefined) => void): Promise<void> {
    const decoder = new TextDecoder();
    this.#subscription = this.#connection.subscribe(this.#subject, {
      callback: (error, message) => {
        if (error !== null) return this.#onError(error);
        const [origin, ...roomIds] = decoder.decode(message.data).split("\n");
        if (origin === this.#origin) return;
        for (const roomId of roomIds) onWake(decodeURIComponent(roomId));
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

  async #notify(roomIds: readonly string[]): Promise<void> {
    try {
      this.#connection.publish(this.#subject, [this.#origin, ...roomIds.map(encodeURIComponent)].join("\n"));
      await this.#connection.flush();
    } catch (error) {
      this.#onError(error);
    }
  }

  /** What was published while the connection was away is lost. */
  async #watch(onWake: (roomId: string | undefined) => void): Promise<void> {
    for await (const { type } of this.#connection.status()) {
      if (this.#isClosed) return;
      if (type === "reconnect") onWake(undefined);
    }
  }
}
