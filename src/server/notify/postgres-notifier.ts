import type { PostgresConnection, PostgresPool } from "../store/postgres-connection.js";
import { createOrigin, type Notifier, type OnWake } from "./notifier.js";
import { RoomBatch } from "./room-batch.js";

export interface PostgresNotifierOptions {
  /** A `Pool` of the package `pg`; one of its connections is kept for listening. */
  readonly pool: PostgresPool;
  /** Default `kalphite_changed`. */
  readonly channel?: string;
  /** How long to wait before listening again after the connection was lost. */
  readonly retryMs?: number;
  readonly onError?: (error: unknown) => void;
}

/** Behind the origin of a message that names a user as well. A server of before knows no room of such a name. */
const ENDED = "/ended";

/**
 * Wakes through LISTEN and NOTIFY. NOTIFY takes a lock over the whole database when it commits, so it runs outside the
 * batches' transactions, and for all rooms that changed meanwhile at once.
 */
export class PostgresNotifier implements Notifier {
  readonly #pool: PostgresPool;
  readonly #channel: string;
  readonly #retryMs: number;
  readonly #onError: (error: unknown) => void;
  readonly #origin = createOrigin();
  readonly #batch: RoomBatch;
  #connection: PostgresConnection | undefined;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #isClosed = false;

  constructor({
    pool,
    channel = "kalphite_changed",
    retryMs = 1_000,
    onError = () => {},
  }: PostgresNotifierOptions) {
    this.#pool = pool;
    // Without a listener an idle connection that Postgres cuts would end the process.
    pool.on("error", (error) => this.#onError(error));
    this.#channel = channel;
    this.#retryMs = retryMs;
    this.#onError = onError;
    this.#batch = new RoomBatch((roomIds) => this.#notify(roomIds));
  }

  publish(roomId: string, endedUserId?: string): void {
    if (this.#isClosed) return;
    if (endedUserId !== undefined) void this.#notify([JSON.stringify([roomId, endedUserId])], ENDED);
    this.#batch.add(roomId);
  }

  /** Resolves once it listens, or once the first try has failed and the next is on its way. */
  async subscribe(onWake: OnWake): Promise<void> {
    try {
      await this.#listen(onWake);
    } catch (error) {
      this.#listenLater(onWake, error);
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#retry);
    this.#connection?.release(true);
    this.#connection = undefined;
    await this.#batch.settle();
  }

  async #notify(texts: readonly string[], about = ""): Promise<void> {
    try {
      await this.#pool.query({
        name: "kalphite_notify",
        text: "SELECT pg_notify($1, $2 || ' ' || room) FROM unnest($3::text[]) AS room",
        values: [this.#channel, this.#origin + about, texts],
      });
    } catch (error) {
      this.#onError(error);
    }
  }

  async #listen(onWake: OnWake): Promise<void> {
    const connection = await this.#pool.connect();
    if (this.#isClosed) return connection.release();
    connection.on("error", (error) => {
      if (this.#connection !== connection) return;
      this.#connection = undefined;
      connection.release(error);
      this.#listenLater(onWake, error);
    });
    connection.on("notification", ({ payload = "" }) => {
      const space = payload.indexOf(" ");
      const origin = payload.slice(0, space);
      const text = payload.slice(space + 1);
      if (origin.startsWith(this.#origin)) return;
      if (!origin.endsWith(ENDED)) return onWake(text);
      const [roomId, userId] = JSON.parse(text) as [string, string];
      onWake(roomId, userId);
    });
    try {
      await connection.query({ text: `LISTEN "${this.#channel.replaceAll('"', '""')}"` });
    } catch (error) {
      connection.release(true);
      throw error;
    }
    // Who closed meanwhile found no connection to release, and waits for the pool to end.
    if (this.#isClosed) return connection.release(true);
    this.#connection = connection;
  }

  #listenLater(onWake: OnWake, error: unknown): void {
    if (this.#isClosed) return;
    this.#onError(error);
    this.#retry = setTimeout(() => {
      this.#listen(onWake).then(
        () => onWake(undefined),
        (failure: unknown) => this.#listenLater(onWake, failure),
      );
    }, this.#retryMs);
  }
}
