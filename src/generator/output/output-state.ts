import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cacheFolders, isOwn, usableCacheFolder } from "./cache-folder.js";
import { type FileStamp, hashOf } from "./file-stamp.js";
import { temporaryName } from "./temporary-name.js";

/** A generated file as the last run left it. */
export interface RememberedFile {
  /** SHA-256 of all that the text depends on: what it is rendered from, the generator, and the formatting. */
  readonly raw: string;
  /** The formatted file; its hash is of the formatted text. */
  readonly stamp: FileStamp;
}

/** What makes the next run format and write only what changed. Losing it costs time and nothing else. */
export interface OutputState {
  /** When the stamps were taken, milliseconds since the epoch. */
  readonly takenMs: number;
  /** By path relative to the output folder. */
  readonly files: ReadonlyMap<string, RememberedFile>;
}

interface Stored {
  readonly format: 1;
  readonly out: string;
  readonly takenMs: number;
  readonly files: readonly (readonly [path: string, file: RememberedFile])[];
}

export const noOutputState: OutputState = { takenMs: 0, files: new Map() };

export function readOutputState(out: string): OutputState {
  for (const folder of cacheFolders(out)) {
    try {
      if (!isOwn(folder)) continue;
      const stored = JSON.parse(readFileSync(join(folder, fileName(out)), "utf8")) as Stored;
      if (stored.format === 1 && stored.out === out)
        return { takenMs: stored.takenMs, files: new Map(stored.files) };
    } catch {
      continue;
    }
  }
  return noOutputState;
}

/** Best effort: where it cannot be written, the next run is slower. */
export function writeOutputState(out: string, state: OutputState): void {
  const folder = usableCacheFolder(out);
  if (folder === undefined) return;
  const stored: Stored = { format: 1, out, takenMs: state.takenMs, files: [...state.files] };
  const temporary = join(folder, temporaryName());
  try {
    writeFileSync(temporary, JSON.stringify(stored));
    renameSync(temporary, join(folder, fileName(out)));
  } catch {
    return;
  }
}

function fileName(out: string): string {
  return `output-${hashOf(out).slice(0, 24)}.json`;
}
