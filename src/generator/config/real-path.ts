import { realpathSync } from "node:fs";
import { basename, dirname, join } from "node:path";

/**
 * The path without symbolic links, as far as it exists. Bundlers and compilers see files by their real paths, and what is
 * generated must not depend on the way by which one came.
 */
export function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    const parent = dirname(path);
    return parent === path ? path : join(realPath(parent), basename(path));
  }
}
