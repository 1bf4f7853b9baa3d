import type { Diagnostic } from "../lint/diagnostic.js";
import type { FileChange, OrphanedHandler } from "../plan/plan.js";
import type { HandlerFile, HandlerScan } from "./handler-scan.js";
import type { HandlerRenderer } from "./handler-renderer.js";
import { loadParser } from "./parser.js";
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
  renderer: Pick<HandlerRenderer, "exportName">,
): Promise<HandlerPruning> {
  await loadParser();
  const { findRemoval, forwardingEdits } = await import("./handler-removal.js");
  const changes: FileChange[] = [];
  const diagnostics: Diagnostic[] = [];
  const pruned: OrphanedHandler[] = [];
  const edits = new Map<HandlerFile, TextEdit[]>();
  for (const file of scan.files) {
    const own = orphans.filter((orphan) => orphan.file === file.path);
    if (own.length === 0 || !file.parsed) continue;
    const names = own.map(({ operation }) => renderer.exportName(operation));
    const users = (name: string): string | undefined => importerOf(scan, file, name);
    const removal = findRemoval(file, names, users);
    diagnostics.push(...removal.diagnostics);
    if (removal.removed.length === 0) continue;
    edits.set(file, [...removal.edits]);
    pruned.push(...own.filter(({ operation }) => removal.removed.includes(renderer.exportName(operation))));
    for (const other of scan.files) {
      if (other === file || !other.parsed) continue;
      const forwarded = forwardingEdits(other, file.path, removal.removed);
      if (forwarded.length > 0) edits.set(other, [...(edits.get(other) ?? []), ...forwarded]);
    }
  }
  for (const [file, list] of edits) {
    const after = applyEdits(file.text, list);
    const isEmpty = after.replace(/^\ufeff/, "").trim() === "";
    assertParses(file, after);
    changes.push(
      isEmpty
        ? { path: file.path, action: "delete", before: file.text }
        : { path: file.path, action: "update", before: file.text, after },
    );
  }
  return { changes, diagnostics, pruned };
}

/** Another handler file that imports the name to use it, not to pass it on. */
function importerOf(scan: HandlerScan, file: HandlerFile, name: string): string | undefined {
  const stem = file.path
    .replace(/\.\w+$/, "")
    .split("/")
    .at(-1)!;
  return scan.files.find(
    (other) =>
      other !== file &&
      other.imports.some(
        ({ imported, from }) => imported === name && from.replace(/\.[cm]?[jt]sx?$/, "").endsWith(stem),
      ),
  )?.path;
}

function assertParses(file: HandlerFile, after: string): void {
  const { diagnostics } = readHandlerFile(file.path, after);
  if (diagnostics.length > 0)
    throw new Error(`Pruning ${file.path} would break it: ${diagnostics[0]!.message}`);
}
