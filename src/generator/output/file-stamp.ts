import { hash } from "node:crypto";
import { readFileSync, statSync } from "node:fs";

/** What a file looked like: enough to tell by one `stat` that it is still the same. */
export interface FileStamp {
  readonly size: number;
  readonly mtimeMs: number;
  readonly ctimeMs: number;
  /** SHA-256 of the bytes, hex. */
  readonly hash: string;
}

/**
 * A file that changed twice within one tick of the file system's clock keeps its times. Stamps younger than this when
 * they were taken are not believed; two seconds where the clock counts in whole seconds.
 */
const tickMs = 30;
const coarseTickMs = 2_000;

/** SHA-256 in hex. */
export function hashOf(content: string | Uint8Array): string {
  return hash("sha256", content, "hex");
}

/** @throws where the file cannot be read */
export function stampFile(path: string): FileStamp {
  const { size, mtimeMs, ctimeMs } = statSync(path);
  return { size, mtimeMs, ctimeMs, hash: hashOf(readFileSync(path)) };
}

/**
 * The stamp of a file that is as it was, undefined for one that is not: the very same stamp where its times say so, one
 * with the times of now where they say nothing and the content was read.
 *
 * @param takenMs when the stamp was taken, milliseconds since the epoch
 */
export function currentStamp(path: string, stamp: FileStamp, takenMs: number): FileStamp | undefined {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined || !stats.isFile() || stats.size !== stamp.size) return undefined;
  const { size, mtimeMs, ctimeMs } = stats;
  if (mtimeMs === stamp.mtimeMs && ctimeMs === stamp.ctimeMs && isSettled(stamp, takenMs)) return stamp;
  try {
    const hash = hashOf(readFileSync(path));
    return hash === stamp.hash ? { size, mtimeMs, ctimeMs, hash } : undefined;
  } catch {
    return undefined;
  }
}

/** Whether the times lie far enough behind the moment they were read to be believed. */
export function isSettled(
  times: { readonly mtimeMs: number; readonly ctimeMs: number },
  takenMs: number,
): boolean {
  const youngest = Math.max(times.mtimeMs, times.ctimeMs);
  return youngest + (Number.isInteger(times.mtimeMs / 1000) ? coarseTickMs : tickMs) < takenMs;
}
