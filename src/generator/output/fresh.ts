import { currentStamp } from "./file-stamp.js";
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
  const takenMs = Date.now();
  let isRead = false;
  const folders: RecordedRun["folders"][number][] = [];
  for (const folder of run.folders) {
    const [path, kind, stamp] = folder;
    const comparison = compareFolder(path, kind, stamp, run.takenMs);
    if (comparison === "changed") return false;
    const current = comparison === "same" ? stamp : stampFolder(path, kind);
    if (current.names !== stamp.names) return false;
    folders.push([path, kind, current]);
    isRead ||= current !== stamp;
  }
  const files: RecordedRun["files"][number][] = [];
  for (const [path, stamp] of run.files) {
    const current = currentStamp(path, stamp, run.takenMs);
    if (current === undefined) return false;
    files.push([path, current]);
    isRead ||= current !== stamp;
  }
  // With the times of now for what had to be read, so that the next run need not read it again.
  if (isRead) writeRecordedRun({ ...run, takenMs, files, folders });
  return true;
}
