import { hash } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { cacheFolders, isOwn, usableCacheFolder } from "./cache-folder.js";
import type { FileStamp } from "./file-stamp.js";
import type { FolderStamp, ListingKind } from "./folder-stamp.js";
import { temporaryName } from "./temporary-name.js";

/** One command as it was typed: the same command in the same place looks at the same things. */
export interface RunKey {
  readonly cwd: string;
  readonly args: readonly string[];
  /** Of kalphite-gen. */
  readonly version: string;
}

export interface RunSummary {
  readonly project: string;
  /** Generated files, all of them unchanged. */
  readonly files: number;
  /** Warnings about the schema, which a fresh run does not repeat. */
  readonly warnings?: number;
}

/** What a run looked at and left behind, when there was nothing more to do. */
export interface RecordedRun {
  readonly format: 1;
  readonly key: RunKey;
  /** When the stamps were taken, milliseconds since the epoch. */
  readonly takenMs: number;
  readonly summaries: readonly RunSummary[];
  readonly files: readonly (readonly [path: string, stamp: FileStamp])[];
  readonly folders: readonly (readonly [path: string, kind: ListingKind, stamp: FolderStamp])[];
}

export function readRecordedRun(key: RunKey): RecordedRun | undefined {
  for (const folder of cacheFolders(key.cwd)) {
    try {
      if (!isOwn(folder)) continue;
      const run = JSON.parse(readFileSync(join(folder, fileName(key)), "utf8")) as RecordedRun;
      if (run.format === 1 && keyText(run.key) === keyText(key)) return run;
    } catch {
      continue;
    }
  }
  return undefined;
}

/** Best effort: where it cannot be written, the next run is slower. */
export function writeRecordedRun(run: RecordedRun): void {
  const folder = usableCacheFolder(run.key.cwd);
  if (folder === undefined) return;
  const file = join(folder, fileName(run.key));
  const temporary = join(dirname(file), temporaryName());
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(temporary, JSON.stringify(run));
    renameSync(temporary, file);
  } catch {
    return;
  }
}

function fileName(key: RunKey): string {
  return `run-${hash("sha256", keyText(key), "hex").slice(0, 24)}.json`;
}

function keyText({ cwd, args, version }: RunKey): string {
  return JSON.stringify([version, cwd, args]);
}
