import type { Diagnostic } from "../lint/diagnostic.js";
import { fileDiagnostic } from "../lint/file-diagnostic.js";

/** Paths that are one file where the file system ignores case or Unicode form: macOS and Windows. */
export function findClashes(paths: readonly string[]): Diagnostic[] {
  const seen = new Map<string, string>();
  const clashes: Diagnostic[] = [];
  for (const path of paths) {
    const folded = foldedPath(path);
    const other = seen.get(folded);
    if (other === undefined) seen.set(folded, path);
    else clashes.push(clash(other, path));
  }
  return clashes;
}

/** The path as a file system without case sees it. */
export function foldedPath(path: string): string {
  return path.normalize("NFC").toLowerCase();
}

function clash(first: string, second: string): Diagnostic {
  const message = `${first} and ${second} would be the same file on a file system that ignores case.`;
  return { ...fileDiagnostic("output-conflict", message), fix: "Rename one of the entities." };
}
