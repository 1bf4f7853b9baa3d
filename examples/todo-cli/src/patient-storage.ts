import type { ClientStorage, StateChange, StoredState } from "kalphite-gen/client";
import { DirectoryLockedError, FileStorage } from "kalphite-gen/client/node";
import { setTimeout as delay } from "node:timers/promises";

const PATIENCE_MS = 10_000;
const RETRY_MS = 25;

/** A `FileStorage` that waits for its turn: two commands at once are two processes, and one at a time has the folder. */
export class PatientStorage implements ClientStorage {
  readonly #storage: FileStorage;
  #failure: unknown;

  constructor(directory: string) {
    this.#storage = new FileStorage({ directory });
  }

  /** What the last attempt to read or write met, undefined where all is on disk. */
  get failure(): unknown {
    return this.#failure;
  }

  async load(): Promise<StoredState | undefined> {
    const deadline = Date.now() + PATIENCE_MS;
    return this.#attempt(async () => {
      for (;;) {
        try {
          return await this.#storage.load();
        } catch (error) {
          if (!(error instanceof DirectoryLockedError) || Date.now() >= deadline) throw error;
          await delay(RETRY_MS);
        }
      }
    });
  }

  write(changes: readonly StateChange[]): Promise<void> {
    return this.#attempt(() => this.#storage.write(changes));
  }

  close(): Promise<void> {
    return this.#storage.close();
  }

  async #attempt<Value>(action: () => Promise<Value>): Promise<Value> {
    try {
      const value = await action();
      this.#failure = undefined;
      return value;
    } catch (error) {
      this.#failure = error;
      throw error;
    }
  }
}
