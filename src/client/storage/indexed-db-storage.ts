import type { Entity } from "../../protocol/index.js";
import type {
  ClientRecord,
  ClientStorage,
  QueuedOperation,
  StateChange,
  StoredState,
} from "./client-storage.js";

const STORES = ["record", "queue", "entities"] as const;

function settle<Value>(request: IDBRequest<Value>): Promise<Value> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** The keys of the store `record`: what the client knows of itself, and which storage wrote last. */
const RECORD = 0;
const WRITER = 1;

/**
 * Keeps a client's state in the browser's IndexedDB, one database per client and room. A change is one transaction.
 * Tabs that share a database have to share the client too: give them `tabs` (P26). Without that they would give the same
 * numbers to different operations, so that only the tab that wrote last may go on writing.
 */
export class IndexedDbStorage implements ClientStorage {
  readonly name: string;
  readonly #writer = `${Date.now()}-${Math.random()}`;
  /** Who wrote last, as far as this storage knows. */
  #lastWriter: unknown;
  #opened: Promise<IDBDatabase> | undefined;

  /** @param name of the database, for instance `kalphite/<user>/<room>` */
  constructor(name: string) {
    this.name = name;
  }

  async load(): Promise<StoredState | undefined> {
    const database = await this.#open();
    const transaction = database.transaction(STORES);
    const [record, lastWriter, queue, entities] = await Promise.all([
      settle<ClientRecord | undefined>(transaction.objectStore("record").get(RECORD)),
      settle<unknown>(transaction.objectStore("record").get(WRITER)),
      settle<QueuedOperation[]>(transaction.objectStore("queue").getAll()),
      settle<Entity[]>(transaction.objectStore("entities").getAll()),
    ]);
    this.#lastWriter = lastWriter;
    return record && { record, queue, entities };
  }

  /** @throws Error where another storage wrote to the database since this one loaded it, or somebody cleared it (P4) */
  async write(changes: readonly StateChange[]): Promise<void> {
    const database = await this.#open();
    // Strict: what is sent must outlive a power cut (P20).
    const transaction = database.transaction(STORES, "readwrite", { durability: "strict" });
    const ended = new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error);
    });
    const [records, queue, entities] = STORES.map((name) => transaction.objectStore(name));
    const lastWriter = records!.get(WRITER);
    lastWriter.onsuccess = () => {
      if (lastWriter.result !== this.#lastWriter) return transaction.abort();
      records!.put(this.#writer, WRITER);
      for (const { record, remove, append, reset, put, delete: deleted } of changes) {
        records!.put(record, RECORD);
        for (const id of remove ?? []) queue!.delete(id);
        for (const queued of append ?? []) queue!.put(queued, queued.operation.id);
        if (reset) entities!.clear();
        for (const id of deleted ?? []) entities!.delete(id);
        for (const entity of put ?? []) entities!.put(entity, entity.id);
      }
    };
    await ended.catch((error: unknown) => {
      throw error ?? new Error(`${this.name} was changed by someone else; do its tabs have \`tabs\`?`);
    });
    this.#lastWriter = this.#writer;
  }

  async close(): Promise<void> {
    const opened = this.#opened;
    this.#opened = undefined;
    (await opened?.catch(() => undefined))?.close();
  }

  #open(): Promise<IDBDatabase> {
    this.#opened ??= this.#connect().catch((error: unknown) => {
      this.#opened = undefined;
      throw error;
    });
    return this.#opened;
  }

  async #connect(): Promise<IDBDatabase> {
    const request = indexedDB.open(this.name, 1);
    request.onupgradeneeded = () => {
      for (const name of STORES) request.result.createObjectStore(name);
    };
    const database = await settle(request);
    // Browsers close databases to delete them, or when the disk fails: the next use opens a new one.
    database.onversionchange = () => void this.close();
    database.onclose = () => (this.#opened = undefined);
    return database;
  }
}
