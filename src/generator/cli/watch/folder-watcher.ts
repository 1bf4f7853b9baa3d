import { readdirSync, statSync, watch, type FSWatcher } from "node:fs";
import { join } from "node:path";

/** Watches the entries of a changing set of folders, not those below them. */
export interface FolderWatcher {
  /**
   * Folders that do not exist are left out until they are named again. What changed in a new one since `sinceMs`
   * (milliseconds since the epoch), before it was watched, is told as well.
   */
  readonly watch: (folders: Iterable<string>, sinceMs: number) => void;
  readonly close: () => void;
}

/** `onChange` is told the path of every entry that was created, changed, renamed or deleted; absolute. */
export function createFolderWatcher(onChange: (path: string) => void): FolderWatcher {
  const watchers = new Map<string, FSWatcher>();
  const drop = (folder: string) => {
    watchers.get(folder)?.close();
    watchers.delete(folder);
  };
  const add = (folder: string, sinceMs: number) => {
    try {
      const watcher = watch(folder, (_, name) => onChange(name === null ? folder : join(folder, name)));
      watcher.on("error", () => drop(folder));
      watchers.set(folder, watcher);
      entriesChangedSince(folder, sinceMs).forEach(onChange);
    } catch (error) {
      const isMissing = error instanceof Error && "code" in error && error.code === "ENOENT";
      if (!isMissing) throw error;
    }
  };
  return {
    watch(folders, sinceMs) {
      const wanted = new Set(folders);
      for (const folder of watchers.keys()) if (!wanted.has(folder)) drop(folder);
      for (const folder of wanted) if (!watchers.has(folder)) add(folder, sinceMs);
    },
    close() {
      watchers.forEach((_, folder) => drop(folder));
    },
  };
}

function entriesChangedSince(folder: string, sinceMs: number): string[] {
  return readdirSync(folder)
    .map((name) => join(folder, name))
    .filter((path) => (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0) >= sinceMs);
}
