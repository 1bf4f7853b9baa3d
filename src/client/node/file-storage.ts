import { stat } from "node:fs/promises";
import { join } from "node:path";
import type { ClientStorage, StateChange, StoredState } from "../storage/client-storage.js";
import { MemoryStorage } from "../storage/memory-storage.js";
import { openLog, readLog, replaceLog, type ChangeLog } from "./change-log.js";
import { lockDirectory } from "./directory-lock.js";

export interface FileStorageOptions {
  /** One for each client and room; made if it is not there. */
  readonly directory: string;
  /** The log is rewritten when it is this long and twice what the last rewriting left; default 4 MiB. */
  readonly compactAtBytes?: number;
}

/**
 * Keeps a client's state in a directory: a log of changes, each on disk before it counts as written, rewritten in one
 * piece when it has grown. It survives a kill at any point. One process at a time has the directory.
 */
export class FileStorage implements ClientStorage {
  readonly #directory: string;
  readonly #path: string;
  readonly #compactAtBytes: number;
  #held = new MemoryStorage();
  #unlock: (() => Promise<void>) | undefined;
  #log: ChangeLog | undefined;
  #compactedBytes = 0;
  /** The log's length when it was closed; undefined before the first load. */
  #closedSize: number | undefined;

  constructor({ directory, compactAtBytes = 4 * 1024 * 1024 }: FileStorageOptions) {
    this.#directory = directory;
    this.#path = join(directory, "changes.log");
    this.#compactAtBytes = compactAtBytes;
  }

  /** @throws DirectoryLockedError where another process, or another storage of this one, has the directory */
  async load(): Promise<StoredState | undefined> {
    this.#unlock ??= await lockDirectory(this.#directory);
    await this.#log?.close();
    const { changes, damage } = await readLog(this.#path);
    this.#held = new MemoryStorage();
    await this.#held.write(changes);
    this.#log = await openLog(this.#path);
    const stored = await this.#held.load();
    if (stored === undefined || damage === "none") return stored;
    if (damage === "tail") return { ...stored, repaired: `The last write to ${this.#path} was cut off` };
    // Entities may be missing: without a version the server sends them all.
    const { stateVersion: _, ...record } = stored.record;
    await this.#held.write([{ record }]);
    await this.#compact();
    return { ...stored, record, repaired: `${this.#path} was damaged; a copy is kept beside it` };
  }

  async write(changes: readonly StateChange[]): Promise<void> {
    this.#log ??= await this.#reopen();
    await this.#log.append(changes);
    await this.#held.write(changes);
    if (this.#log.size < Math.max(this.#compactAtBytes, 2 * this.#compactedBytes)) return;
    // The changes are on disk, whatever becomes of this: it is tried again when the log has doubled.
    await this.#compact().catch(() => {});
  }

  async close(): Promise<void> {
    this.#closedSize = this.#log?.size ?? this.#closedSize;
    await this.#log?.close();
    this.#log = undefined;
    await this.#unlock?.();
    this.#unlock = undefined;
  }

  async #compact(): Promise<void> {
    const stored = await this.#held.load();
    if (stored === undefined) return;
    const { record, queue, entities } = stored;
    this.#compactedBytes = this.#closedSize = this.#log?.size ?? 0;
    // Windows replaces no file that is open.
    await this.#log?.close();
    this.#log = undefined;
    const change: StateChange = { record, reset: true, append: queue, put: entities };
    this.#compactedBytes = this.#closedSize = await replaceLog(this.#path, [change]);
    this.#log = await openLog(this.#path);
  }

  /** For an operation after `close`: what another process wrote meanwhile must not be overwritten (P4). */
  async #reopen(): Promise<ChangeLog> {
    this.#unlock ??= await lockDirectory(this.#directory);
    const size = await stat(this.#path).then(
      (found) => found.size,
      () => undefined,
    );
    if (size === this.#closedSize) return openLog(this.#path);
    throw new Error(`${this.#path} was changed by someone else since it was closed`);
  }
}
