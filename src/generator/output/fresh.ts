import { compareWithStamp, stampFile } from "./file-stamp.js";
import { compareFolder, stampFolder } from "./folder-stamp.js";
import {
  readRecordedRun,
  writeRecordedRun,
  type RecordedRun,
  type RunKey,
  type RunSummary,
} from "./recorded-run.js";

/**
 * Whether everything is as the last run of the same command left it: inputs, outputs, configuration files anywhere above
 * them, and the folders they are in. One `stat` for each; only what looks different is read. Undefined where something
 * changed or nothing is known. bin/ asks this before it loads anything else, so this module and what it imports stand on
 * `node:fs`, `node:path`, `node:os` and `node:crypto` alone.
 */
export function freshRun(key: RunKey): readonly RunSummary[] | undefined {
  const run = readRecordedRun(key);
  try {
    return run !== undefined && isFresh(run) ? run.summaries : undefined;
  } catch {
    return undefined;
  }
}

function isFresh(run: RecordedRun): boolean {
  const nowMs = Date.now();
  const reread = new Set<string>();
  for (const [path, kind, stamp] of run.folders) {
    const comparison = compareFolder(path, kind, stamp, run.takenMs);
    if (comparison === "changed") return false;
    if (comparison === "same-content") reread.add(path);
  }
  for (const [path, stamp] of run.files) {
    const comparison = compareWithStamp(path, stamp, run.takenMs);
    if (comparison === "changed") return false;
    if (comparison === "same-content") reread.add(path);
  }
  if (reread.size > 0) writeRecordedRun(restamped(run, reread, nowMs));
  return true;
}

/** With today's times for what had to be read, so that the next run need not read it again. */
function restamped(run: RecordedRun, reread: ReadonlySet<string>, takenMs: number): RecordedRun {
  return {
    ...run,
    takenMs,
    files: run.files.map((file) => {
      if (!reread.has(file[0])) return file;
      const current = stampFile(file[0]);
      return current.hash === file[1].hash ? [file[0], current] : file;
    }),
    folders: run.folders.map((folder) => {
      if (!reread.has(folder[0])) return folder;
      const current = stampFolder(folder[0], folder[1]);
      return current.names === folder[2].names ? [folder[0], folder[1], current] : folder;
    }),
  };
}
