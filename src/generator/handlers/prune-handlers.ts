import type { Diagnostic } from "../lint/diagnostic.js";
import type { FileChange, OrphanedHandler } from "../plan/plan.js";
import type { HandlerFile, HandlerScan } from "./handler-scan.js";
import { findImporter, isImported } from "./find-importer.js";
import { loadParser, parseModule } from "./parser.js";
import { findReExports, passedOnAs, type ReExport } from "./re-exports.js";
import { readHandlerFile } from "./read-handler-file.js";
import type { TextEdit } from "./text-edit.js";
import { applyEdits } from "./text-edit.js";

export interface HandlerPruning {
  /** `update`, or `delete` where nothing but white space would be left. */
  readonly changes: readonly FileChange[];
  /** `handler-not-pruned`: what could not be removed cleanly, and why. */
  readonly diagnostics: readonly Diagnostic[];
  /** The orphans that go. */
  readonly pruned: readonly OrphanedHandler[];
}

/**
 * Takes orphaned handlers out of the user's files: the declaration with its comment, what passes it on in other handler
 * files, and type imports that nothing else uses. Every other byte stays. What is still used, or declared together with
 * something else in one pattern, is refused. Loads a compiler.
 */
export async function pruneHandlers(
  scan: HandlerScan,
  orphans: readonly OrphanedHandler[],
): Promise<HandlerPruning> {
  await loadParser();
  const { findRemoval, forwardingEdits, starEdits } = await import("./handler-removal.js");
  const reExports = findReExports(scan);
  const diagnostics: Diagnostic[] = [];
  const pruned: OrphanedHandler[] = [];
  const gone = new Map<string, Set<string>>();
  const edits = new Map<HandlerFile, readonly TextEdit[]>();
  const edit = (file: HandlerFile, more: readonly TextEdit[]): void => {
    if (more.length > 0) edits.set(file, [...(edits.get(file) ?? []), ...more]);
  };
  for (const file of scan.files) {
    const own = new Map(
      orphans
        .filter((orphan) => orphan.file === file.path)
        .map((orphan) => [exportNameOf(orphan, file), orphan] as const)
        .filter((entry): entry is readonly [string, OrphanedHandler] => entry[0] !== undefined),
    );
    if (own.size === 0 || !file.parsed) continue;
    const user = (name: string): string | undefined =>
      passedOnAs({ path: file.path, name }, reExports)
        .map((one) => findImporter(scan, one, reExports))
        .find((path) => path !== undefined);
    const removal = findRemoval(file, [...own.keys()], user);
    diagnostics.push(...removal.diagnostics);
    edit(file, removal.edits);
    pruned.push(...removal.removed.map((name) => own.get(name)!));
    for (const removed of removal.removed)
      for (const { path, name } of passedOnAs({ path: file.path, name: removed }, reExports))
        gone.set(path, (gone.get(path) ?? new Set()).add(name));
  }
  for (const [from, names] of gone) {
    const users = reExports.filter((one) => one.from === from && names.has(one.imported));
    for (const file of new Set(users.map((one) => one.file))) edit(file, forwardingEdits(file, from, names));
  }
  for (const [file, from] of danglingStars(reExports, edits)) edit(file, starEdits(file, from));
  return { changes: changesOf(scan, edits), diagnostics, pruned };
}

/** Which of the names of its operation it is exported by; undefined where the file has changed meanwhile. */
function exportNameOf({ line, column }: OrphanedHandler, { exports }: HandlerFile): string | undefined {
  return exports.find((one) => one.origin === "own" && one.line === line && one.column === column)?.name;
}

/**
 * `export * from` files that export nothing any more: an error to the compiler, as what is no module. Yielded one by one,
 * as the edit that answers it may leave the next file empty.
 */
function* danglingStars(
  reExports: readonly ReExport[],
  edits: ReadonlyMap<HandlerFile, readonly TextEdit[]>,
): Generator<readonly [file: HandlerFile, from: string]> {
  const stars = new Set(reExports.filter(({ imported, name }) => imported === "*" && name === "*"));
  const isModule = (file: HandlerFile, list: readonly TextEdit[]): boolean =>
    parseModule(file.path, applyEdits(file.text, list)).module.hasModuleSyntax;
  for (let found = true; found;) {
    const ended = new Set([...edits].filter((one) => !isModule(...one)).map(([{ path }]) => path));
    const dangling = [...stars].filter(({ from }) => ended.has(from));
    for (const star of dangling) {
      stars.delete(star);
      yield [star.file, star.from];
    }
    found = dangling.length > 0;
  }
}

function changesOf(
  scan: HandlerScan,
  edits: ReadonlyMap<HandlerFile, readonly TextEdit[]>,
): readonly FileChange[] {
  const after = scan.files.map((file) => ({
    path: file.path,
    before: file.text,
    text: applyEdits(file.text, edits.get(file) ?? []),
  }));
  return after
    .filter(({ before, text }) => text !== before)
    .map(({ path, before, text }) => {
      assertParses(path, text);
      const isEmpty = text.replace(/^\ufeff/, "").trim() === "";
      return isEmpty && !isImported(path, after)
        ? { path, action: "delete", before }
        : { path, action: "update", before, after: text };
    });
}

function assertParses(path: string, after: string): void {
  const { diagnostics } = readHandlerFile(path, after);
  if (diagnostics.length > 0) throw new Error(`Pruning ${path} would break it: ${diagnostics[0]!.message}`);
}
