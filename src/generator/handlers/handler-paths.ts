import { type Dirent, readdirSync, statSync } from "node:fs";
import { join } from "node:path";

export interface HandlerPaths {
  readonly folders: readonly string[];
  readonly files: readonly string[];
}

/** The TypeScript files of a folder, sorted; without tests, declarations, generated files and hidden folders. */
export function findHandlerPaths(folder: string, exclude: readonly string[]): HandlerPaths {
  const folders: string[] = [];
  const files: string[] = [];
  const visit = (at: string): void => {
    const entries = list(at);
    if (entries === undefined) return;
    folders.push(at);
    for (const entry of entries) {
      const path = join(at, entry.name);
      if (entry.isDirectory()) {
        if (!entry.name.startsWith(".") && entry.name !== "node_modules" && !exclude.includes(path))
          visit(path);
      } else if (isHandlerName(entry.name) && (entry.isFile() || isLinkedFile(path))) files.push(path);
    }
  };
  if (!exclude.includes(folder)) visit(folder);
  return { folders, files: files.sort() };
}

function isHandlerName(name: string): boolean {
  return /\.(ts|tsx|mts)$/.test(name) && !/\.(d|test|spec|gen)\.[a-z]+$/.test(name) && !name.startsWith(".");
}

function list(folder: string): Dirent[] | undefined {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return undefined;
  }
}

function isLinkedFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}
