import { statSync } from "node:fs";
import { dirname, join, sep } from "node:path";
import { type FileStamp, stampFile } from "./file-stamp.js";
import { type FolderStamp, type ListingKind, stampFolder } from "./folder-stamp.js";
import { type RunKey, type RunSummary, writeRecordedRun } from "./recorded-run.js";

export interface WatchedFile {
  /** Absolute. */
  readonly path: string;
  /** SHA-256 (hex) of the content that the run worked with, where it is known. */
  readonly hash?: string;
}

/** What one run looked at, and what it left behind. */
export interface FinishedRun {
  readonly key: RunKey;
  /** When the run began, milliseconds since the epoch. */
  readonly startedMs: number;
  readonly summaries: readonly RunSummary[];
  /** Schema files, configs, tsconfigs, packages' package.json … Configuration files above `folders` are added here. */
  readonly inputs: readonly WatchedFile[];
  /** Generated files, the manifest, and handler files that the run wrote. */
  readonly outputs: readonly WatchedFile[];
  /** Folders whose listing counts: the output's and the handlers', which need not exist, with those of their files. */
  readonly folders: readonly string[];
}

/**
 * Remembers a run after which there is nothing more to do, for `freshRun`. A file that changed while the run was under
 * way is not what the run worked with: then nothing is recorded, and false is returned.
 */
export function recordRun({ key, startedMs, summaries, inputs, outputs, folders }: FinishedRun): boolean {
  const takenMs = Date.now();
  const stampedFolders = new Map<string, readonly [ListingKind, FolderStamp]>();
  const watched = new Map(inputs.map((file) => [file.path, file]));
  const within = [...inputs, ...outputs]
    .map(({ path }) => dirname(path))
    .filter((folder) => folders.some((one) => folder.startsWith(one + sep)));
  for (const folder of new Set([...folders, ...within]))
    stampedFolders.set(folder, ["all", stampFolder(folder, "all")]);
  const starts = [key.cwd, ...folders.map(dirname), ...inputs.map(({ path }) => dirname(path))];
  for (const folder of withAncestors(starts)) {
    if (folder.includes("node_modules")) continue;
    const stamp = stampFolder(folder, "configuration");
    if (!stampedFolders.has(folder)) stampedFolders.set(folder, ["configuration", stamp]);
    for (const path of filesIn(folder, stamp)) if (!watched.has(path)) watched.set(path, { path });
  }
  const files = new Map<string, FileStamp>();
  for (const { path, hash } of watched.values()) {
    const stamp = stampFile(path);
    if (hash === undefined ? stamp.mtimeMs >= startedMs || stamp.ctimeMs >= startedMs : hash !== stamp.hash)
      return false;
    files.set(path, stamp);
  }
  for (const { path, hash } of outputs) {
    const stamp = hash === undefined ? stampFile(path) : stampKnown(path, hash);
    files.set(path, stamp);
  }
  writeRecordedRun({
    format: 1,
    key,
    takenMs,
    summaries,
    files: [...files],
    folders: [...stampedFolders].map(([path, [kind, stamp]]) => [path, kind, stamp] as const),
  });
  return true;
}

function stampKnown(path: string, hash: string): FileStamp {
  const { size, mtimeMs, ctimeMs } = statSync(path);
  return { size, mtimeMs, ctimeMs, hash };
}

function filesIn(folder: string, stamp: FolderStamp): string[] {
  return (stamp.names ?? "")
    .split("/")
    .filter((name) => name !== "" && name !== "node_modules")
    .map((name) => join(folder, name))
    .filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile() === true);
}

function withAncestors(folders: readonly string[]): Set<string> {
  const found = new Set<string>();
  for (let folder of folders) {
    while (!found.has(folder)) {
      found.add(folder);
      folder = dirname(folder);
    }
  }
  return found;
}
