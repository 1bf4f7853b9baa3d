import { dirname, join, relative, resolve, sep } from "node:path";
import { isFile, readTsconfig } from "./tsconfig.js";

/**
 * The config that compiles a folder: the given one, or, where that only refers to others (`"files": []`, as in a solution
 * of several projects), the first of those that includes the folder.
 */
export function governingTsconfig(
  tsconfig: string,
  folder: string,
): { readonly tsconfig: string; readonly files: readonly string[] } {
  const { files, include, references } = readTsconfig(tsconfig);
  if (references.length === 0 || include !== undefined) return { tsconfig, files };
  const read: string[] = [...files];
  for (const reference of references) {
    const path = resolve(dirname(tsconfig), reference);
    const target = isFile(path) ? path : join(path, "tsconfig.json");
    if (!isFile(target)) continue;
    const referenced = readTsconfig(target);
    read.push(...referenced.files);
    if ((referenced.include ?? ["."]).some((pattern) => covers(join(dirname(target), root(pattern)), folder)))
      return { tsconfig: target, files: read };
  }
  return { tsconfig, files: read };
}

/** The folder that a pattern of `include` starts from. */
function root(pattern: string): string {
  const segments = pattern.split("/");
  const wild = segments.findIndex((segment) => /[*?]/.test(segment));
  return wild < 0 ? pattern : segments.slice(0, wild).join("/");
}

function covers(folder: string, other: string): boolean {
  const path = relative(folder, other);
  return path !== ".." && !path.startsWith(`..${sep}`);
}
