import type { Diagnostic } from "../lint/diagnostic.js";
import { fileDiagnostic } from "../lint/file-diagnostic.js";
import type { HandlerExport, HandlerFile, HandlerScan } from "./handler-scan.js";

export interface FoundHandler {
  readonly file?: HandlerFile;
  /** There where `file` is. */
  readonly exportName?: string;
  readonly diagnostics: readonly Diagnostic[];
}

interface Exported {
  readonly file: HandlerFile;
  readonly entry: HandlerExport;
}

type Side = HandlerFile["side"];

/**
 * Finds the file that exports a handler, wherever in the folder: the one that declares it before those that pass it on, the
 * entity's own file (`home`) first. Two declarations of one name are an error at the second: which of them is meant? What
 * has a later one of the names counts where nothing has an earlier one.
 */
export function createHandlerFinder(
  scan: HandlerScan,
): (names: readonly string[], side: Side, home: string) => FoundHandler {
  const exported = exportsByName(scan);
  return (names, side, home) => {
    for (const name of names) {
      const found = exported[side].get(name);
      if (found !== undefined) return chosen(name, found, home);
    }
    return { diagnostics: [] };
  };
}

/** In the order of the files, of each file the first export of a name. */
function exportsByName({ files }: HandlerScan): { readonly [side in Side]: ReadonlyMap<string, Exported[]> } {
  const exported = { shared: new Map<string, Exported[]>(), server: new Map<string, Exported[]>() };
  for (const file of files) {
    const ofSide = exported[file.side];
    for (const entry of file.exports) {
      const found = ofSide.get(entry.name);
      if (found === undefined) ofSide.set(entry.name, [{ file, entry }]);
      else if (found.at(-1)!.file !== file) found.push({ file, entry });
    }
  }
  return exported;
}

function chosen(exportName: string, found: readonly Exported[], home: string): FoundHandler {
  const rank = ({ file, entry }: Exported): number =>
    (entry.origin === "own" ? 0 : 2) + (file.path === home ? 0 : 1);
  const [first, ...others] = found.toSorted((a, b) => rank(a) - rank(b));
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
