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
  #queue: QueuedOperation[] = [];
  readonly #entities = new Map<string, Entity>();

  async load(): Promise<StoredState | undefined> {
    return (
      this.#record && {
        record: this.#record,
        queue: [...this.#queue],
        entities: [...this.#entities.values()],
      }
    );
  }

  async write(changes: readonly StateChange[]): Promise<void> {
    for (const { record, remove, append, reset, put, delete: deleted } of changes) {
      this.#record = record;
      if (remove?.length) {
        const removed = new Set(remove);
        this.#queue = this.#queue.filter(({ operation }) => !removed.has(operation.id));
      }
      if (append) this.#queue.push(...append);
      if (reset) this.#entities.clear();
      for (const id of deleted ?? []) this.#entities.delete(id);
      for (const entity of put ?? []) this.#entities.set(entity.id, entity);
    }
  }

  async close(): Promise<void> {}
}
