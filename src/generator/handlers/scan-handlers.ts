import { readFileSync } from "node:fs";
import type { Diagnostic } from "../lint/diagnostic.js";
import { GeneratorError } from "../lint/diagnostic.js";
import { fileDiagnostic } from "../lint/file-diagnostic.js";
import { namesExportedByModule } from "./compiler-exports.js";
import { loadParser } from "./parser.js";
import { findWrongByte } from "./find-wrong-byte.js";
import { findHandlerPaths } from "./handler-paths.js";
import type { HandlerExport, HandlerFile, HandlerScan } from "./handler-scan.js";
import { type HandlerReading, readHandlerFile, unreadFile } from "./read-handler-file.js";
import { resolveLocalModule } from "./resolve-local-module.js";
import { locationOf } from "./text-position.js";

export interface ScanOptions {
  /** Folders inside that are not the user's, absolute: the output. */
  readonly exclude?: readonly string[];
}

/**
 * Finds what the handler files export. Syntax is enough for all but `export *` from what is not a local TypeScript
 * file; only that loads a compiler.
 * @throws GeneratorError where a file cannot be read
 */
export async function scanHandlers(folder: string, options: ScanOptions = {}): Promise<HandlerScan> {
  const paths = findHandlerPaths(folder, options.exclude ?? []);
  const readings = new Map<string, HandlerReading>();
  if (paths.files.length > 0) await loadParser();
  for (const path of paths.files) readings.set(path, readOwnFile(path));
  const files: HandlerFile[] = [];
  const diagnostics: Diagnostic[] = [];
  const own = [...readings.values()];
  for (const reading of own) {
    diagnostics.push(...reading.diagnostics);
    files.push(withStarExports(reading, readings));
  }
  return { folder, folders: paths.folders, files, diagnostics };
}

/** The file's exports, with those of `export *` behind its own. */
function withStarExports(reading: HandlerReading, readings: Map<string, HandlerReading>): HandlerFile {
  const { file, stars } = reading;
  if (stars.length === 0) return file;
  const own = new Set(file.exports.map(({ name }) => name));
  const names = starNames(reading, readings, new Set());
  const forwarded = [...names]
    .filter((name) => !own.has(name))
    .map((name): HandlerExport => ({ name, line: 1, column: 1, origin: "forwarded" }));
  return { ...file, exports: [...file.exports, ...forwarded] };
}

function starNames(
  { file, stars }: HandlerReading,
  readings: Map<string, HandlerReading>,
  visited: Set<string>,
): Set<string> {
  const names = new Set<string>();
  visited.add(file.path);
  for (const specifier of stars) {
    const path = resolveLocalModule(specifier, file.path);
    if (path === undefined) {
      for (const name of namesExportedByModule(specifier, file.path)) names.add(name);
    } else if (!visited.has(path)) {
      const target = readings.get(path) ?? readHandlerFile(path, read(path).toString("utf8"));
      readings.set(path, target);
      for (const { name } of target.file.exports) if (name !== "default") names.add(name);
      for (const name of starNames(target, readings, visited)) names.add(name);
    }
  }
  return names;
}

/** A file of the folder may be written to, which would spoil what is no UTF-8: such a file is named, and not looked into. */
function readOwnFile(path: string): HandlerReading {
  const bytes = read(path);
  const text = bytes.toString("utf8");
  const wrong = findWrongByte(bytes);
  if (wrong === undefined) return readHandlerFile(path, text);
  const byte = wrong.byte.toString(16).toUpperCase().padStart(2, "0");
  const message = `This handler file is not UTF-8: the byte ${byte} (hexadecimal) stands for no character here.`;
  const location = locationOf(path, text, wrong.offset, wrong.offset + 1);
  return unreadFile(path, text, fileDiagnostic("handler-encoding", message, location));
}

function read(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new GeneratorError(`${path} cannot be read: ${(error as Error).message}`, [], { cause: error });
  }
}
