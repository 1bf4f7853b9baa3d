import type { SqliteDatabase } from "./sqlite-driver.js";

const SQLITE_BUSY = 5;
const PAUSE_MS = 5;

/**
 * Puts a database file into WAL mode. The switch turns a read lock into a write lock, for which SQLite never waits as
 * `busy_timeout` says, since two processes that switch would wait for each other: it fails at once, and is tried again here.
 * @throws what SQLite says where the file is still locked after `busyTimeoutMs`
 */
export function switchToWal(database: SqliteDatabase, busyTimeoutMs: number, pause = pauseThread): void {
  const deadline = performance.now() + busyTimeoutMs;
  for (;;) {
    try {
      database.prepare("PRAGMA journal_mode = WAL").get();
      return;
    } catch (error) {
      if (!isBusy(error) || performance.now() >= deadline) throw error;
    }
    pause(PAUSE_MS);
  }
}

/** `libsql` gives SQLite's result code as `rawCode`, `node:sqlite` as `errcode`; the low byte is the code without its extension. */
function isBusy(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { rawCode, errcode } = error as { readonly rawCode?: number; readonly errcode?: number };
  return ((rawCode ?? errcode ?? 0) & 0xff) === SQLITE_BUSY;
}

/** A store is opened synchronously, as SQLite itself waits: the thread stands still. */
function pauseThread(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}
