import type { Diagnostic } from "../lint/diagnostic.js";
import { fileDiagnostic } from "../lint/file-diagnostic.js";
import type { HandlerExport, HandlerFile, HandlerScan } from "./handler-scan.js";

export interface FoundHandler {
  readonly file?: HandlerFile;
  /** There where `file` is. */
  readonly exportName?: string;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * The file that exports a handler, wherever in the folder: the one that declares it before those that pass it on, the
 * entity's own file first. Two declarations of one name are an error at the second: which of them is meant?
 * @param names that it may be exported by; what has a later one counts where nothing has an earlier one
 */
export function findHandler(
  scan: HandlerScan,
  names: readonly string[],
  side: "shared" | "server",
  home: string,
): FoundHandler {
  for (const name of names) {
    const found = findExport(scan, name, side, home);
    if (found.file !== undefined) return found;
  }
  return { diagnostics: [] };
}

function findExport(
  scan: HandlerScan,
  exportName: string,
  side: "shared" | "server",
  home: string,
): FoundHandler {
  const found: { readonly file: HandlerFile; readonly entry: HandlerExport }[] = [];
  for (const file of scan.files) {
    if (file.side !== side) continue;
    const entry = file.exports.find(({ name }) => name === exportName);
    if (entry !== undefined) found.push({ file, entry });
  }
  if (found.length === 0) return { diagnostics: [] };
  const rank = ({ file, entry }: (typeof found)[number]): number =>
    (entry.origin === "own" ? 0 : 2) + (file.path === home ? 0 : 1);
  const [first, ...others] = found.sort((a, b) => rank(a) - rank(b));
  const rivals = others.filter(({ entry }) => entry.origin === "own");
  return {
    file: first!.file,
    exportName,
    diagnostics: rivals.map(({ file, entry }) => duplicate(exportName, first!.file, file, entry)),
  };
}

function duplicate(name: string, first: HandlerFile, second: HandlerFile, entry: HandlerExport): Diagnostic {
  const { line, column } = entry;
  const message = `${name} is exported here and in ${first.path}; only one of them can be the handler.`;
  const location = { file: second.path, line, column, endLine: line, endColumn: column + name.length };
  return fileDiagnostic("handler-duplicate", message, location);
}
