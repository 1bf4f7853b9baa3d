import type { EcmaScriptModule, ParseResult } from "oxc-parser";
import type { Diagnostic } from "../lint/diagnostic.js";
import { fileDiagnostic } from "../lint/file-diagnostic.js";
import type { SourceLocation } from "../load/loaded-schema.js";
import type { HandlerExport, HandlerFile, HandlerImport } from "./handler-scan.js";
import { parseModule } from "./parser.js";
import { createPositions, locationOf } from "./text-position.js";

export interface HandlerReading {
  readonly file: HandlerFile;
  /** Specifiers of `export * from`, whose names only their own file knows. */
  readonly stars: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

/** What a file exports and imports, by its syntax alone. A file that does not parse is named, and not looked into. */
export function readHandlerFile(path: string, text: string): HandlerReading {
  const side = sideOf(path);
  const result = parseModule(path, text);
  const [error] = result.errors;
  if (error !== undefined) {
    const label = error.labels[0];
    const location = locationOf(path, text, label?.start ?? 0, label?.end ?? 0);
    return unreadFile(path, text, syntaxError(error.message, location));
  }
  const { module } = result;
  const imports = readImports(module);
  const importsEnd = Math.max(0, ...module.staticImports.map(({ end }) => end));
  const { exports, stars } = readExports(result, text, imports);
  return {
    file: { path, side, text, parsed: true, exports, imports, ...(importsEnd > 0 && { importsEnd }) },
    stars,
    diagnostics: [],
  };
}

/** A file that is not looked into, and why. */
export function unreadFile(path: string, text: string, reason: Diagnostic): HandlerReading {
  const file: HandlerFile = { path, side: sideOf(path), text, parsed: false, exports: [], imports: [] };
  return { file, stars: [], diagnostics: [reason] };
}

function sideOf(path: string): "shared" | "server" {
  return /\.server\.[a-z]+$/.test(path) ? "server" : "shared";
}

function readImports(module: EcmaScriptModule): HandlerImport[] {
  return module.staticImports.flatMap(({ moduleRequest, entries }) =>
    entries.map(({ importName, localName, isType }) => ({
      from: moduleRequest.value,
      imported:
        importName.kind === "Name" ? importName.name! : importName.kind === "Default" ? "default" : "*",
      local: localName.value,
      isType,
    })),
  );
}

function readExports(
  result: ParseResult,
  text: string,
  imports: readonly HandlerImport[],
): { exports: HandlerExport[]; stars: string[] } {
  const imported = new Map(imports.map((entry) => [entry.local, entry]));
  const positions = createPositions(text);
  const found = new Map<string, HandlerExport>();
  const stars: string[] = [];
  let types: ReadonlySet<string> | undefined;
  for (const { start, entries } of result.module.staticExports) {
    for (const { exportName, localName, importName, moduleRequest, isType } of entries) {
      if (isType) continue;
      if (importName.kind === "AllButDefault") {
        stars.push(moduleRequest!.value);
        continue;
      }
      const name = exportName.kind === "Default" ? "default" : exportName.name!;
      const local = localName.name ?? undefined;
      const isList = /^export\s*\{/.test(text.slice(start, start + 40));
      if (local !== undefined && isList && moduleRequest === null && !imported.has(local)) {
        types ??= declaredTypes(result);
        if (types.has(local)) continue;
      }
      if (local !== undefined && imported.get(local)?.isType === true) continue;
      const isForwarded = moduleRequest !== null || (local !== undefined && imported.has(local));
      if (found.has(name)) continue;
      found.set(name, {
        name,
        ...positions(exportName.start ?? localName.start ?? start),
        origin: isForwarded ? "forwarded" : "own",
        ...(local !== undefined && !isForwarded && { local }),
      });
    }
  }
  return { exports: [...found.values()], stars };
}

/** Names that stand for a type and for no value: `export { Name }` does not tell. */
function declaredTypes({ program }: ParseResult): ReadonlySet<string> {
  const types = new Set<string>();
  for (const node of program.body)
    if (node.type === "TSTypeAliasDeclaration" || node.type === "TSInterfaceDeclaration")
      types.add(node.id.name);
  for (const node of program.body) {
    if (node.type === "VariableDeclaration")
      for (const { id } of node.declarations) if (id.type === "Identifier") types.delete(id.name);
    if (node.type === "FunctionDeclaration" || node.type === "ClassDeclaration")
      types.delete(node.id?.name ?? "");
  }
  return types;
}

function syntaxError(message: string, location: SourceLocation): Diagnostic {
  return fileDiagnostic("handler-syntax", `This handler file cannot be parsed: ${message}.`, location);
}
