import { readFileSync } from "node:fs";
import type { InputFile, SourceLocation } from "./loaded-schema.js";

/** Where one of the files imports a package, or a module of it, first; undefined where none does in so many words. */
export function placeOfImport(
  packageName: string,
  inputs: readonly Pick<InputFile, "path">[],
): SourceLocation | undefined {
  const name = packageName.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const specifier = new RegExp(`(?:\\bfrom|\\bimport|\\bimport\\s*\\()\\s*(["']${name}(?:/[^"'\n]*)?["'])`);
  for (const { path } of inputs) {
    const text = readFileSync(path, "utf8").replace(/^\ufeff/, "");
    const found = specifier.exec(text);
    if (!found) continue;
    const start = found.index + found[0].length - found[1]!.length;
    const line = text.slice(0, start).split("\n").length;
    const column = start - text.lastIndexOf("\n", start - 1);
    return { file: path, line, column, endLine: line, endColumn: column + found[1]!.length };
  }
  return undefined;
}
