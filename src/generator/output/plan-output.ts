import { statSync } from "node:fs";
import { join } from "node:path";
import type { Formatter } from "../format/formatter.js";
import type { Diagnostic } from "../lint/diagnostic.js";
import { fileDiagnostic, fileStart } from "../lint/file-diagnostic.js";
import type { FileChange } from "../plan/plan.js";
import { generatorIdentity } from "../load/package-root.js";
import type { RenderableFile } from "../plan/planned-file.js";
import { findClashes } from "./clashes.js";
import { currentStamp, hashOf } from "./file-stamp.js";
import { isMarkedGenerated } from "./generated-mark.js";
import { type Manifest, manifestFileName, manifestText } from "./manifest.js";
import { type OutputState, readOutputState, type RememberedFile } from "./output-state.js";
import { readManifest } from "./read-manifest.js";
import { readText } from "./read-text.js";
import { createFormattingQueue } from "./formatting-queue.js";
import { planStaleFiles } from "./stale-files.js";

export interface OutputRequest {
  /** Absolute. */
  readonly out: string;
  /** Only those whose key is not the last run's are rendered, and formatted while the next one is. */
  readonly files: Iterable<RenderableFile>;
  readonly formatter: Formatter;
  /** The new manifest, but for its outputs. */
  readonly manifest: Omit<Manifest, "outputs">;
  /** A session that keeps it in memory hands it in; otherwise it is read from the cache. */
  readonly state?: OutputState;
}

export interface OutputPlan {
  /** Every generated file and every file to delete, sorted by path; the manifest is not among them. */
  readonly changes: readonly FileChange[];
  /** `unchanged`, `create` or `update`. Inputs are in it, so it may change where no output does: that is no drift. */
  readonly manifest: FileChange;
  readonly diagnostics: readonly Diagnostic[];
  /** The hash (SHA-256, hex) of every generated file and of the manifest, by absolute path. */
  readonly hashes: ReadonlyMap<string, string>;
  /** Once everything is on disk as planned: what makes the next run fast. */
  readonly remember: () => OutputState;
}

/**
 * Compares what belongs in the output folder with what is there. Only texts that are new since the last run are
 * formatted, and only files that could differ are read.
 * @throws GeneratorError where a text cannot be formatted or a file cannot be read
 */
export async function planOutput(request: OutputRequest): Promise<OutputPlan> {
  const { out, formatter, state = readOutputState(out) } = request;
  const reading = readManifest(out);
  const listed = "manifest" in reading ? reading.manifest.outputs : {};
  const changes: FileChange[] = [];
  const hashes = new Map<string, string>();
  const raws = new Map<string, string>();
  const untouched = new Map<string, RememberedFile>();
  const queue = createFormattingQueue(formatter);

  for (const file of request.files) {
    const raw = hashOf(`${generatorIdentity}\0${formatter.key}\0${file.path}\0${file.key}`);
    raws.set(file.path, raw);
    const known = state.files.get(file.path);
    const path = join(out, file.path);
    const stamp = known?.raw === raw ? currentStamp(path, known.stamp, state.takenMs) : undefined;
    if (known !== undefined && stamp !== undefined) {
      changes.push({ path, action: "unchanged" });
      hashes.set(path, stamp.hash);
      if (stamp === known.stamp) untouched.set(file.path, known);
    } else await queue.add({ path: file.path, ...file.render() });
  }
  const files = [...raws.keys()];
  const diagnostics: Diagnostic[] = [...findClashes(files)];
  for (const { path: relative, text } of await queue.end()) {
    const path = join(out, relative);
    const change = compare(path, text);
    const isOurs =
      change.before === undefined || relative in listed || isMarkedGenerated(relative, change.before);
    if (!isOurs && change.action === "update") diagnostics.push(foreignFile(path));
    changes.push(change);
    hashes.set(path, hashOf(text));
  }
  const stale = planStaleFiles(out, listed, new Set(files));
  changes.push(...stale.changes);
  changes.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));

  const outputs = Object.fromEntries(files.map((path) => [path, hashes.get(join(out, path))!]));
  const [formatted] = await formatter.format([
    { path: manifestFileName, text: manifestText({ ...request.manifest, outputs }) },
  ]);
  const manifest = compare(join(out, manifestFileName), formatted!.text);
  hashes.set(manifest.path, hashOf(formatted!.text));
  if (reading.state === "unreadable" && !isMarkedGenerated(manifestFileName, reading.text))
    diagnostics.push(foreignFile(manifest.path));

  return {
    changes,
    manifest,
    diagnostics: [...diagnostics, ...stale.diagnostics],
    hashes,
    remember: () => rememberedFiles(out, raws, hashes, untouched),
  };
}

/** A checkout may have turned LF into CRLF; that is git's doing and no drift. */
function compare(path: string, after: string): FileChange {
  const before = readText(path);
  if (before === undefined) return { path, action: "create", after };
  const isSame = before === after || (before.includes("\r\n") && before.replaceAll("\r\n", "\n") === after);
  return { path, action: isSame ? "unchanged" : "update", before, after };
}

function foreignFile(path: string): Diagnostic {
  const message = `${path} stands where a generated file belongs, and was not generated.`;
  return fileDiagnostic("output-conflict", message, fileStart(path));
}

/** @param untouched files whose times are those of their stamps, and old enough to be believed */
function rememberedFiles(
  out: string,
  raws: ReadonlyMap<string, string>,
  hashes: ReadonlyMap<string, string>,
  untouched: ReadonlyMap<string, RememberedFile>,
): OutputState {
  const takenMs = Date.now();
  const remembered = new Map<string, RememberedFile>();
  for (const [path, raw] of raws) {
    const known = untouched.get(path);
    if (known !== undefined) {
      remembered.set(path, known);
      continue;
    }
    const stats = statSync(join(out, path), { throwIfNoEntry: false });
    if (stats === undefined) continue;
    const { size, mtimeMs, ctimeMs } = stats;
    const hash = hashes.get(join(out, path))!;
    remembered.set(path, { raw, stamp: { size, mtimeMs, ctimeMs, hash } });
  }
  return { takenMs, files: remembered };
}
