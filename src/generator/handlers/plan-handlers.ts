import { join, relative, sep } from "node:path";
import type { Contract, OperationModel } from "../../contract/contract.js";
import type { Formatter } from "../format/formatter.js";
import type { Diagnostic } from "../lint/diagnostic.js";
import type { FileChange } from "../plan/plan.js";
import { createAcceptedNames } from "./accepted-names.js";
import { createHandlerFinder } from "./find-handler.js";
import { findOrphans } from "./find-orphans.js";
import type { HandlerBinding, HandlerPlan } from "./handler-plan.js";
import type { HandlerRenderer } from "./handler-renderer.js";
import type { HandlerFile, HandlerScan } from "./handler-scan.js";
import { loadParser } from "./parser.js";
import { unexportedDeclaration } from "./unexported-declaration.js";
import { appendStubs, newHandlerFile } from "./write-stubs.js";

export interface HandlerRequest {
  readonly contract: Contract;
  readonly scan: HandlerScan;
  readonly renderer: HandlerRenderer;
  readonly formatter: Pick<Formatter, "format">;
  /** The output folder, absolute. */
  readonly out: string;
  /** `handlers` of the manifest that is there: what the last run knew. */
  readonly previous?: { readonly [operation: string]: string };
}

/**
 * Finds the handler of every operation, and plans a stub for each custom operation that has none: in a new file, or
 * behind what an existing one says. What the user wrote is never edited.
 * @throws GeneratorError where a stub cannot be formatted
 */
export async function planHandlers(request: HandlerRequest): Promise<HandlerPlan> {
  const { contract, scan, renderer, out, previous = {} } = request;
  if (scan.files.length > 0) await loadParser();
  const diagnostics: Diagnostic[] = [...scan.diagnostics];
  const bindings: HandlerBinding[] = [];
  const missing = new Map<string, OperationModel[]>();
  const homes = new Map<string, string>();
  const paths = new Set(scan.files.map((file) => file.path));
  for (const { entity } of contract.operations)
    if (!homes.has(entity)) homes.set(entity, homeOf(entity, paths, request));
  const findHandler = createHandlerFinder(scan);
  const acceptedNames = createAcceptedNames(contract.operations, renderer);
  for (const operation of contract.operations) {
    const exportName = renderer.exportName(operation.name);
    const names = acceptedNames(operation.name);
    for (const side of ["shared", "server"] as const) {
      if (side === "shared" && operation.effect.kind !== "custom") continue;
      const home = homes.get(operation.entity)!;
      const found = findHandler(names, side, home);
      diagnostics.push(...found.diagnostics);
      if (found.file !== undefined)
        bindings.push({
          operation: operation.name,
          side,
          file: found.file.path,
          exportName: found.exportName!,
        });
      if (side === "server" || found.file !== undefined) continue;
      bindings.push({ operation: operation.name, side, file: home, exportName });
      const hidden = hiddenHandler(scan, home, exportName, operation.name in previous);
      if (hidden === "unknown") continue;
      if (hidden === undefined) missing.set(home, [...(missing.get(home) ?? []), operation]);
      else diagnostics.push(hidden);
    }
  }
  const orphans = findOrphans(contract, scan, renderer, previous);
  const path = (file: string): string => relative(out, file).split(sep).join("/");
  const known = [
    ...bindings.map(({ operation, side, file }) => [knownKey(operation, side), path(file)] as const),
    ...orphans.map(({ operation, side, file }) => [knownKey(operation, side), path(file)] as const),
  ];
  return {
    changes: await writeMissing(missing, request),
    orphans: orphans.map(({ operation, file, line, column }) => ({ operation, file, line, column })),
    diagnostics,
    bindings,
    known: Object.fromEntries(known),
  };
}

/** The key of an operation's handler in the manifest. */
function knownKey(operation: string, side: "shared" | "server"): string {
  return side === "server" ? `${operation}@server` : operation;
}

/** The file that holds an entity's handlers: what is there, or `<entity>.ts`. */
function homeOf(entity: string, paths: ReadonlySet<string>, { scan, renderer }: HandlerRequest): string {
  const stem = join(scan.folder, renderer.fileName(entity));
  const candidates = [".ts", ".mts", ".tsx"].map((extension) => stem + extension);
  return candidates.find((path) => paths.has(path)) ?? candidates[0]!;
}

/**
 * Why no stub is written though no handler was found: it may stand in a file that does not parse (`unknown`), or it is
 * declared and not exported.
 */
function hiddenHandler(
  scan: HandlerScan,
  home: string,
  exportName: string,
  wasKnown: boolean,
): Diagnostic | "unknown" | undefined {
  const file = scan.files.find(({ path }) => path === home);
  if (file?.parsed === false) return "unknown";
  if (wasKnown && scan.files.some(({ parsed, side }) => !parsed && side === "shared")) return "unknown";
  return file === undefined ? undefined : unexportedDeclaration(file, exportName);
}

async function writeMissing(
  missing: ReadonlyMap<string, readonly OperationModel[]>,
  { scan, renderer, formatter, out }: HandlerRequest,
): Promise<FileChange[]> {
  const changes: FileChange[] = [];
  const files = new Map<string, HandlerFile>(scan.files.map((file) => [file.path, file]));
  for (const [path, operations] of missing) {
    const fromOut = relative(out, path).split(sep).join("/");
    const stubs = operations.map((operation) => renderer.stub(operation, fromOut));
    const file = files.get(path);
    const opening = renderer.opening?.(operations[0]!.entity);
    changes.push(
      file === undefined
        ? { path, action: "create", after: newHandlerFile(stubs, opening) }
        : { path, action: "append", before: file.text, after: file.text },
    );
    if (file !== undefined) {
      const change = await appendStubs(file, stubs, fromOut, formatter);
      changes[changes.length - 1] = change;
    }
  }
  return formatCreated(changes, formatter, out);
}

/** New files are formatted whole, and together. */
async function formatCreated(
  changes: readonly FileChange[],
  formatter: Pick<Formatter, "format">,
  out: string,
): Promise<FileChange[]> {
  const created = changes.filter(({ action }) => action === "create");
  const formatted = await formatter.format(
    created.map(({ path, after }) => ({ path: relative(out, path).split(sep).join("/"), text: after ?? "" })),
  );
  const texts = new Map(created.map((change, index) => [change, formatted[index]!.text]));
  return changes.map((change) => {
    const after = texts.get(change);
    return after === undefined ? change : { ...change, after };
  });
}
