import { watch, type FSWatcher } from "node:fs";
import { join } from "node:path";

/** Watches the entries of a changing set of folders, not those below them. */
export interface FolderWatcher {
  /** Folders that do not exist are left out until they are named again. */
  readonly watch: (folders: Iterable<string>) => void;
  readonly close: () => void;
}

/** `onChange` is told the path of every entry that was created, changed, renamed or deleted; absolute. */
export function createFolderWatcher(onChange: (path: string) => void): FolderWatcher {
  const watchers = new Map<string, FSWatcher>();
  const drop = (folder: string) => {
    watchers.get(folder)?.close();
    watchers.delete(folder);
  };
  const add = (folder: string) => {
    try {
      const watcher = watch(folder, (_, name) => onChange(name === null ? folder : join(folder, name)));
      watcher.on("error", () => drop(folder));
      watchers.set(folder, watcher);
    } catch (error) {
      const isMissing = error instanceof Error && "code" in error && error.code === "ENOENT";
      if (!isMissing) throw error;
    }
  };
  return {
    watch(folders) {
      const wanted = new Set(folders);
      for (const folder of watchers.keys()) if (!wanted.has(folder)) drop(folder);
      for (const folder of wanted) if (!watchers.has(folder)) add(folder);
    },
    close() {
      watchers.forEach((_, folder) => drop(folder));
    },
  };
}
