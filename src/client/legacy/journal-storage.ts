import type { ClientStorage, StateChange, StoredState } from "../storage/client-storage.js";

/** What a journal tells an engine. */
export interface JournalListener {
  /** The number of the client's last operation that the server knows; awaited where nothing is stored. */
  lastOperationId(): Promise<number>;
  /** What was stored before, if anything was. */
  onLoaded(stored: StoredState): void;
  /** Nothing can be read; the engine tries again. */
  onUnreadable(error: Error): void;
}

/**
 * A storage that tells what it held. Where nothing is stored it begins as the client that the application names, behind the
 * operations that the server knows of it: a number is never given twice (P4).
 */
export class JournalStorage implements ClientStorage {
  readonly #storage: ClientStorage;
  readonly #clientId: string;
  readonly #listener: JournalListener;
  #loading: Promise<StoredState> | undefined;

  constructor(storage: ClientStorage, clientId: string, listener: JournalListener) {
    this.#storage = storage;
    this.#clientId = clientId;
    this.#listener = listener;
  }

  load(): Promise<StoredState> {
    this.#loading ??= this.#load().finally(() => (this.#loading = undefined));
    return this.#loading;
  }

  async #load(): Promise<StoredState> {
    const stored = (await this.#read()) ?? (await this.#begin());
    this.#listener.onLoaded(stored);
    return stored;
  }

  async #read(): Promise<StoredState | undefined> {
    try {
      return await this.#storage.load();
    } catch (cause) {
      const { message = String(cause) } = Object(cause) as Partial<Error>;
      this.#listener.onUnreadable(new Error(`The storage cannot be opened: ${message}`, { cause }));
      throw cause;
    }
  }

  async #begin(): Promise<StoredState> {
    const lastId = await this.#listener.lastOperationId();
    const record = { clientId: this.#clientId, lastId, coveredId: lastId, scope: "" };
    return { record, queue: [], entities: [] };
  }

  write(changes: readonly StateChange[]): Promise<void> {
    return this.#storage.write(changes);
  }

  close(): Promise<void> {
    return this.#storage.close();
  }
}
