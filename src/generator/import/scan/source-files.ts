import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const skipped = new Set(["node_modules", "dist", "build", "out", "coverage"]);

/**
 * Source files below a folder, absolute and sorted, whose text has one of the words. Declarations, folders of packages and
 * of output, hidden ones, and `except` are left out.
 */
export function sourceFilesBelow(folder: string, words: RegExp, except: ReadonlySet<string>): string[] {
  const found: string[] = [];
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (except.has(path) || entry.name.startsWith(".")) continue;
    if (entry.isDirectory()) {
      if (!skipped.has(entry.name)) found.push(...sourceFilesBelow(path, words, except));
    } else if (/\.[cm]?[jt]sx?$/.test(entry.name) && !/\.d\.[cm]?ts$|\.gen\.ts$/.test(entry.name)) {
      if (words.test(readFileSync(path, "utf8"))) found.push(path);
    }
  }
  return found.sort();
}
