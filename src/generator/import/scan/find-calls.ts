import { readFileSync } from "node:fs";
import type { SourceFile } from "ts-morph";
import type { Contract } from "../../../contract/contract.js";
import type { FileChange } from "../../plan/plan.js";
import type { OutputStyle } from "../../plan/planned-file.js";
import type { ExportReference } from "../entity-schema.js";
import { ClientReference } from "./client-reference.js";
import type { FoundCall, Rewrite } from "./found-call.js";
import { candidatesIn, storesOf } from "./candidate.js";
import { judgeCalls, type ScannedCall } from "./judge-calls.js";
import { createSourceProject } from "./source-project.js";
import { unusedImports } from "./unused-imports.js";
import { unusedLocals } from "./unused-locals.js";

export interface CallSearch {
  /** Absolute. */
  readonly folder: string;
  /** Absolute, below the folder. */
  readonly files: readonly string[];
  readonly contract: Contract;
  /** What rewritten code calls; without it nothing is rewritten. */
  readonly client?: ExportReference;
  readonly style: OutputStyle;
}

export interface CallFindings {
  /** In the order of files and places. */
  readonly calls: readonly FoundCall[];
  /** The files with every certain call rewritten. */
  readonly changes: readonly FileChange[];
}

/**
 * Finds legacy calls with the types that a compiler gives them, and plans to rewrite those that are certain. A file that
 * would have an error more than before is left as it is. Writes nothing. @throws GeneratorError where the client is none
 */
export function findCalls(search: CallSearch): CallFindings {
  const project = createSourceProject(search.folder, search.files);
  const client = search.client && new ClientReference(project, search.client, search.style);
  const files = search.files.map((path) => {
    const source = project.getSourceFileOrThrow(path);
    return { source, path, candidates: candidatesIn(source, search.contract, search.folder) };
  });
  const counts = storesOf(files.flatMap(({ candidates }) => candidates));
  const circumstances = { contract: search.contract, client, ...counts };
  const scanned = files.map(({ source, path, candidates }) => ({
    source,
    path,
    calls: judgeCalls(source, candidates, circumstances),
  }));
  if (client === undefined)
    return { calls: scanned.flatMap(({ calls }) => calls.map(({ found }) => found)), changes: [] };
  const touched = scanned.filter(({ calls }) => calls.some(({ rewrite }) => rewrite !== undefined));
  const before = new Map(touched.map(({ source, path }) => [path, problems(source)]));
  const changes = new Map<string, FileChange>();
  const refusals = new Map<string, string>();
  for (const { source, path, calls } of touched) {
    const change = rewritten(path, source, calls);
    if (change === undefined) refusals.set(path, "the file is not UTF-8, or changed meanwhile");
    else changes.set(path, change);
  }
  for (const { source, path } of touched) {
    const change = changes.get(path);
    if (change) source.replaceWithText(change.after!);
  }
  for (const { source, path } of touched) {
    if (!changes.has(path)) continue;
    const problem = newProblem(before.get(path)!, problems(source));
    if (problem === undefined) continue;
    changes.delete(path);
    refusals.set(path, `the file would not compile: ${problem}`);
  }
  const calls = scanned.flatMap(({ path, calls }) =>
    calls.map((call) => withRefusal(call, refusals.get(path))),
  );
  return { calls, changes: [...changes.values()] };
}

function withRefusal({ found, rewrite }: ScannedCall, reason: string | undefined): FoundCall {
  return rewrite === undefined || reason === undefined ? found : { ...found, reason };
}

/** The file with its rewrites; undefined where its bytes are not those that were read. */
function rewritten(path: string, source: SourceFile, calls: readonly ScannedCall[]): FileChange | undefined {
  const bytes = readFileSync(path);
  const text = bytes.toString("utf8");
  const mark = text.startsWith("\ufeff") ? "\ufeff" : "";
  const body = source.getFullText().replace(/^\ufeff/, "");
  if (!Buffer.from(text).equals(bytes) || text.slice(mark.length) !== body) return undefined;
  const certain = calls.filter(({ rewrite }) => rewrite !== undefined);
  const edits = certain.map(({ rewrite }) => rewrite!);
  const added = certain.find(({ client }) => client?.import !== undefined)?.client?.import;
  const imported = added ? [{ start: added.at, end: added.at, text: added.text }] : [];
  const narrowed = [...edits, ...unusedLocals(source, edits)];
  const after = mark + replaced(body, [...narrowed, ...unusedImports(source, narrowed), ...imported]);
  return { path, action: "update", before: text, after };
}

function replaced(text: string, edits: readonly Rewrite[]): string {
  let result = "";
  let at = 0;
  for (const edit of [...edits].sort((a, b) => a.start - b.start)) {
    result += text.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return result + text.slice(at);
}

/** What the compiler says of a file, each message as often as it says it. */
function problems(source: SourceFile): Map<string, number> {
  const counts = new Map<string, number>();
  for (const diagnostic of source.getPreEmitDiagnostics()) {
    const message = diagnostic.getMessageText();
    const text = typeof message === "string" ? message : message.getMessageText();
    counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  return counts;
}

function newProblem(
  before: ReadonlyMap<string, number>,
  after: ReadonlyMap<string, number>,
): string | undefined {
  return [...after].find(([text, count]) => count > (before.get(text) ?? 0))?.[0];
}
