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

export type Comparison = "same" | "same-content" | "changed";

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
 * `same`: by its times alone. `same-content`: the times say nothing, and the content was hashed.
 * @param takenMs when the stamp was taken, milliseconds since the epoch
 */
export function compareWithStamp(path: string, stamp: FileStamp, takenMs: number): Comparison {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined || !stats.isFile() || stats.size !== stamp.size) return "changed";
  if (stats.mtimeMs === stamp.mtimeMs && stats.ctimeMs === stamp.ctimeMs && isSettled(stamp, takenMs))
    return "same";
  try {
    return hashOf(readFileSync(path)) === stamp.hash ? "same-content" : "changed";
  } catch {
    return "changed";
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
