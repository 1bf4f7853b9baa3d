import type { Entity } from "../../protocol/index.js";
import type {
  ClientRecord,
  ClientStorage,
  QueuedOperation,
  StateChange,
  StoredState,
} from "./client-storage.js";

/** Holds a client's state as long as the object lives: for tests, and for clients that may forget. */
export class MemoryStorage implements ClientStorage {
  #record: ClientRecord | undefined;
  readonly #queue = new Map<number, QueuedOperation>();
  readonly #entities = new Map<string, Entity>();

  async load(): Promise<StoredState | undefined> {
    return (
      this.#record && {
        record: this.#record,
        queue: [...this.#queue.values()],
        entities: [...this.#entities.values()],
      }
    );
  }

  async write(changes: readonly StateChange[]): Promise<void> {
    for (const { record, remove, append, reset, put, delete: deleted } of changes) {
      this.#record = record;
      for (const id of remove ?? []) this.#queue.delete(id);
      for (const queued of append ?? []) this.#queue.set(queued.operation.id, queued);
      if (reset) this.#entities.clear();
      for (const id of deleted ?? []) this.#entities.delete(id);
      for (const entity of put ?? []) this.#entities.set(entity.id, entity);
    }
  }

  async close(): Promise<void> {}
}
