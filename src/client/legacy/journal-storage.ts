import type { ClientStorage, StateChange, StoredState } from "../storage/client-storage.js";

/** What a journal tells an engine. */
export interface JournalListener {
  /** The number of the client's last operation that the server knows; awaited where nothing is stored. */
  lastOperationId(): Promise<number>;
  /** What was stored before, if anything was. */
  onLoaded(stored: StoredState): void;
  /** The client's state has changed so. */
  onChanged(change: StateChange): void;
}

/**
 * A storage that tells what goes through it. Where nothing is stored it begins as the client that the application names,
 * behind the operations that the server knows of it: a number is never given twice (P4).
 */
export class JournalStorage implements ClientStorage {
  readonly #storage: ClientStorage;
  readonly #clientId: string;
  readonly #listener: JournalListener;

  constructor(storage: ClientStorage, clientId: string, listener: JournalListener) {
    this.#storage = storage;
    this.#clientId = clientId;
    this.#listener = listener;
  }

  async load(): Promise<StoredState> {
    const stored = (await this.#storage.load()) ?? (await this.#begin());
    this.#listener.onLoaded(stored);
    return stored;
  }

  async #begin(): Promise<StoredState> {
    const lastId = await this.#listener.lastOperationId();
    const record = { clientId: this.#clientId, lastId, coveredId: lastId, scope: "" };
    return { record, queue: [], entities: [] };
  }

  async write(changes: readonly StateChange[]): Promise<void> {
    for (const change of changes) this.#listener.onChanged(change);
    await this.#storage.write(changes);
  }

  close(): Promise<void> {
    return this.#storage.close();
  }
}
