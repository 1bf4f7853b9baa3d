import * as fs from "node:fs";
import { basename, dirname, join } from "node:path";
import { GeneratorError } from "../lint/diagnostic.js";
import type { FileChange } from "../plan/plan.js";
import { foldedPath } from "./clashes.js";
import { isMarkedGenerated } from "./generated-mark.js";
import { manifestFileName } from "./manifest.js";
import { readText } from "./read-text.js";
import { isAbandoned, isTemporaryName, temporaryName } from "./temporary-name.js";
import { writeFailure } from "./write-failure.js";

interface StagedFile {
  readonly change: FileChange;
  readonly temporary: string;
  /** Where the text goes: behind the symbolic link, where the path is one. */
  readonly target: string;
}

/**
 * Puts a plan's changes on disk. Every text is first written beside its place; only when all of them are is the first
 * one renamed, so a full disk or a folder without permission changes nothing. Deletions follow, the manifest comes last:
 * whatever a crash leaves behind, the next run sees as drift and repairs. Two processes at once do no harm: files are
 * replaced whole.
 * @throws GeneratorError where something cannot be written, or a user's file changed since it was read
 */
export function applyChanges(changes: readonly FileChange[]): void {
  const written = changes.filter(({ action }) => action !== "unchanged" && action !== "delete");
  const deleted = changes.filter(({ action }) => action === "delete");
  const madeFolders: string[] = [];
  const staged: StagedFile[] = [];
  try {
    for (const folder of new Set(written.map(({ path }) => dirname(path))))
      prepareFolder(folder, madeFolders);
    for (const change of written) staged.push(stage(change));
    for (const file of staged) assertUntouched(file);
  } catch (error) {
    for (const { temporary } of staged) fs.rmSync(temporary, { force: true });
    for (const folder of madeFolders.reverse()) removeIfEmpty(folder);
    throw writeFailure(error);
  }
  try {
    const isManifest = ({ change }: StagedFile): boolean => basename(change.path) === manifestFileName;
    removeOtherSpellings(deleted, staged);
    for (const file of staged) if (!isManifest(file)) fs.renameSync(file.temporary, file.target);
    for (const { path } of deleted) fs.rmSync(path, { force: true });
    for (const folder of new Set(deleted.map(({ path }) => dirname(path)))) removeIfEmpty(folder);
    for (const file of staged) if (isManifest(file)) fs.renameSync(file.temporary, file.target);
  } catch (error) {
    for (const { temporary } of staged) fs.rmSync(temporary, { force: true });
    throw writeFailure(error);
  }
}

function prepareFolder(folder: string, made: string[]): void {
  const missing: string[] = [];
  for (let at = folder; !fs.existsSync(at); at = dirname(at)) missing.unshift(at);
  for (const path of missing) {
    fs.mkdirSync(path, { recursive: true });
    made.push(path);
  }
  if (missing.length > 0) return;
  for (const name of fs.readdirSync(folder))
    if (isTemporaryName(name) && isAbandoned(name)) fs.rmSync(join(folder, name), { force: true });
}

function stage(change: FileChange): StagedFile {
  const target = realTarget(change.path);
  const temporary = join(dirname(target), temporaryName());
  const mode = change.before === undefined ? undefined : fs.statSync(target, { throwIfNoEntry: false })?.mode;
  try {
    fs.writeFileSync(
      temporary,
      change.after ?? "",
      mode === undefined ? { flag: "wx" } : { flag: "wx", mode },
    );
  } catch (error) {
    fs.rmSync(temporary, { force: true });
    throw error;
  }
  return { change, temporary, target };
}

function realTarget(path: string): string {
  try {
    return fs.lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true
      ? fs.realpathSync(path)
      : path;
  } catch {
    return path;
  }
}

/**
 * An editor may have saved a user's file since it was read: what it saved is never overwritten. What another run of
 * this generator wrote meanwhile is.
 */
function assertUntouched({ change, target }: StagedFile): void {
  if (change.before !== undefined && isMarkedGenerated(change.path, change.before)) return;
  if (change.before === undefined && !fs.existsSync(target)) return;
  const current = readText(target);
  if (current === change.before || current === change.after) return;
  if (current !== undefined && isMarkedGenerated(change.path, current)) return;
  const verb = change.before === undefined ? "created" : "changed";
  throw new GeneratorError(`${change.path} was ${verb} while this ran. Run kalphite-gen again.`);
}

/**
 * Where the file system ignores case, `Todo.gen.ts` and `todo.gen.ts` are one file: the old spelling goes first, or the
 * new text would be deleted with it.
 */
function removeOtherSpellings(deleted: readonly FileChange[], staged: readonly StagedFile[]): void {
  if (deleted.length === 0) return;
  const targets = new Map(staged.map(({ change }) => [foldedPath(change.path), change.path]));
  for (const { path } of deleted) if (targets.has(foldedPath(path))) fs.rmSync(path, { force: true });
}

function removeIfEmpty(folder: string): void {
  try {
    fs.rmdirSync(folder);
  } catch {
    return;
  }
}
