import { copyFile, open, readFile, rename, truncate, type FileHandle } from "node:fs/promises";
import { dirname } from "node:path";
import type { StateChange } from "../storage/client-storage.js";
import { decodeLine, encodeLine } from "./log-line.js";

export interface ReadLog {
  readonly changes: readonly StateChange[];
  /** `tail`: a crash tore the last write off. `middle`: lines are damaged and others behind them are not. */
  readonly damage: "none" | "tail" | "middle";
}

/**
 * Reads a log of changes and makes it whole. A last line that is not whole was never reported as written: it is cut
 * off. A log with damage before that is kept aside under its name and `.damaged`.
 */
export async function readLog(path: string): Promise<ReadLog> {
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return Buffer.alloc(0);
    throw error;
  });
  const changes: StateChange[] = [];
  let goodEnd = 0;
  let hasGap = false;
  for (let start = 0; start < bytes.length;) {
    const feed = bytes.indexOf(10, start);
    const end = feed < 0 ? bytes.length : feed + 1;
    const line = feed < 0 ? undefined : decodeLine(bytes.toString("utf8", start, feed));
    if (line !== undefined) {
      hasGap ||= goodEnd < start;
      changes.push(...line);
      goodEnd = end;
    }
    start = end;
  }
  if (hasGap) await copyFile(path, `${path}.damaged`);
  if (goodEnd < bytes.length) await truncate(path, goodEnd);
  return { changes, damage: hasGap ? "middle" : goodEnd < bytes.length ? "tail" : "none" };
}

/** A log of changes that is open for appending. */
export interface ChangeLog {
  /**
   * Resolves when the changes are on disk.
   * @throws Error where the file is not what this log made it: somebody else writes there, and may give the same numbers (P4)
   */
  append(changes: readonly StateChange[]): Promise<void>;
  /** In bytes. */
  readonly size: number;
  close(): Promise<void>;
}

export async function openLog(path: string): Promise<ChangeLog> {
  const file: FileHandle = await open(path, "a");
  let { size } = await file.stat();
  if (size === 0) await syncDirectory(path);
  let isTorn = false;
  return {
    append: async (changes) => {
      const bytes = Buffer.from(encodeLine(changes));
      // Half a line in front of the next would damage that one too.
      if (isTorn) await file.truncate(size);
      isTorn = false;
      const found = await file.stat();
      if (found.size !== size || found.nlink === 0) throw new Error(`${path} was changed by someone else`);
      isTorn = true;
      await file.appendFile(bytes);
      await file.datasync();
      isTorn = false;
      size += bytes.length;
    },
    get size() {
      return size;
    },
    close: () => file.close(),
  };
}

/**
 * Puts a log that begins with `changes` in the place of the old one: after a crash there is the one or the other.
 * @returns its size in bytes
 */
export async function replaceLog(path: string, changes: readonly StateChange[]): Promise<number> {
  const next = `${path}.next`;
  const bytes = Buffer.from(encodeLine(changes));
  const file = await open(next, "w");
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(next, path);
  await syncDirectory(path);
  return bytes.length;
}

/** A name is as durable as its directory. Windows cannot open one, and does not need to. */
async function syncDirectory(path: string): Promise<void> {
  if (process.platform === "win32") return;
  const directory = await open(dirname(path), "r");
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}
