import { relative, sep } from "node:path";

/** A path as people and reports see it: relative to the working folder, with forward slashes. */
export function displayPath(cwd: string, path: string): string {
  const shown = relative(cwd, path) || ".";
  return sep === "/" ? shown : shown.replaceAll(sep, "/");
}
