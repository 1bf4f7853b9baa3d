import { createHash } from "node:crypto";
import { mkdirSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/**
 * Where state that only makes runs faster is looked for, best first: beside the nearest `node_modules`, or in the
 * system's temporary folder where there is none or it cannot be written. Nothing is created.
 */
export function cacheFolders(from: string): readonly string[] {
  const temporary = join(
    tmpdir(),
    `kalphite-gen-${process.getuid?.() ?? "user"}-${createHash("sha256").update(from).digest("hex").slice(0, 16)}`,
  );
  for (let folder = from; ; folder = dirname(folder)) {
    if (isFolder(join(folder, "node_modules")))
      return [join(folder, "node_modules", ".cache", "kalphite-gen"), temporary];
    if (dirname(folder) === folder) return [temporary];
  }
}

/** The first of them that exists or can be made, and is the user's own; undefined where none is. */
export function usableCacheFolder(from: string): string | undefined {
  for (const folder of cacheFolders(from)) {
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      if (isOwn(folder)) return folder;
    } catch {
      continue;
    }
  }
  return undefined;
}

/** Whether what is in the folder was written by this user: the temporary folder is everybody's. */
export function isOwn(folder: string): boolean {
  const stats = statSync(folder, { throwIfNoEntry: false });
  const user = process.getuid?.();
  return stats !== undefined && (user === undefined || stats.uid === user || stats.uid === 0);
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
