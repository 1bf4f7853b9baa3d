import { mkdir, rename, rm, stat, symlink, writeFile } from "node:fs/promises";
import { createHash } from "node:crypto";
import { existsSync, realpathSync } from "node:fs";
import { SourceMap } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { GeneratorError, type Diagnostic } from "../lint/diagnostic.js";
import { isOwn } from "../output/cache-folder.js";
import { temporaryName } from "../output/temporary-name.js";
import { sourceMapOf, type Bundle } from "./bundle.js";
import { takeExports } from "./hand-over.js";
import { placeOfImport } from "./place-of-import.js";
import type { SourceLocation } from "./loaded-schema.js";
import { isOwnFile } from "./package-root.js";
import { findPackage, packageNameOf } from "./packages.js";

/**
 * Runs a bundle and gives its exports. The code lies as a file under `node_modules/.cache` of the schema's project, so
 * that its packages are found from there, or where that cannot be written in a temporary folder from which they are found
 * as well; the name is its content's hash, so that it is written once.
 * @throws GeneratorError `schema-throws`, `import-not-found`
 */
export async function runBundle(bundle: Bundle, path: string): Promise<Exports> {
  const { hash } = bundle;
  const last = lastRuns.get(path);
  if (last?.hash === hash) return last.exports;
  const file = await placeBundle(bundle, path);
  // Under a URL that it ran under before, Node would not run the module again. It follows links, and so do stack traces.
  const url = pathToFileURL(realpathSync(file)).href + (runs++ === 0 ? "" : `?${runs}`);
  try {
    const exports = await takeExports(hash, () => import(url) as Promise<Exports>);
    lastRuns.set(path, { hash, exports });
    return exports;
  } catch (error) {
    throw await explain(error, url, path, bundle);
  }
}

type Exports = { readonly [name: string]: unknown };

let runs = 0;

/** Of each path the bundle that ran last. */
const lastRuns = new Map<string, { readonly hash: string; readonly exports: Exports }>();

async function placeBundle(bundle: Bundle, path: string): Promise<string> {
  const name = `${bundle.hash.slice(0, 24)}.mjs`;
  const problems: unknown[] = [];
  const modules = moduleFolders(path);
  for (const place of [() => cacheFolder(modules), () => temporaryFolder(modules)]) {
    try {
      const folder = await place();
      if (folder === undefined) continue;
      const file = join(folder, name);
      if (existsSync(file) && (await stat(file)).size === Buffer.byteLength(bundle.code)) return file;
      const temporary = join(folder, temporaryName());
      await writeFile(temporary, bundle.code);
      await rename(temporary, file).catch(async (error: unknown) => {
        await rm(temporary, { force: true });
        throw error;
      });
      return file;
    } catch (error) {
      problems.push(error);
    }
  }
  throw new GeneratorError(
    `No folder to put the bundled ${path} into: ${problems.map(messageOf).join("; ")}`,
  );
}

/** The `node_modules` that a file's packages are looked for in, nearest first. */
function moduleFolders(path: string): string[] {
  const folders: string[] = [];
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    const modules = join(folder, "node_modules");
    if (existsSync(modules)) folders.push(modules);
    if (folder === dirname(folder)) return folders;
  }
}

async function cacheFolder([nearest]: readonly string[]): Promise<string | undefined> {
  return nearest === undefined ? undefined : ownFolder(join(nearest, ".cache", "kalphite-gen", "bundles"));
}

/** Folders one inside the other, each with a link to one of the `node_modules`: Node then looks through them in their order. */
async function temporaryFolder(modules: readonly string[]): Promise<string> {
  const key = createHash("sha256").update(modules.join("\n")).digest("hex").slice(0, 16);
  const user = process.getuid?.() ?? "user";
  let folder = join(await ownFolder(join(tmpdir(), `kalphite-gen-${user}-bundles`)), key);
  for (const target of modules.toReversed()) {
    folder = await ownFolder(join(folder, "in"));
    await symlink(target, join(folder, "node_modules"), "junction").catch((error: unknown) => {
      if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
    });
  }
  return ownFolder(folder);
}

/** @throws Error where it cannot be made, or is another user's */
async function ownFolder(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  if (!isOwn(folder)) throw new Error(`${folder} belongs to another user`);
  return folder;
}

async function explain(error: unknown, url: string, path: string, bundle: Bundle): Promise<GeneratorError> {
  const missing = /Cannot find (?:package|module) '([^']+)'/.exec(messageOf(error))?.[1];
  const name = missing === undefined ? undefined : packageNameOf(missing);
  if (name !== undefined && !findPackage(name, path)) {
    const diagnostic: Diagnostic = {
      rule: "import-not-found",
      severity: "error",
      message: `The schema imports the package "${name}", which is not installed.`,
      fix: `Run: npm install ${name}`,
      location: placeOfImport(name, bundle.inputs) ?? fileStart(path),
    };
    return new GeneratorError(`${path} imports "${name}", which is not installed.`, [diagnostic], {
      cause: error,
    });
  }
  const diagnostic: Diagnostic = {
    rule: "schema-throws",
    severity: "error",
    message: `The schema threw while it was loaded: ${messageOf(error)}`,
    fix: "Correct the code at this place; a schema file must load without side effects.",
    location: (await thrownAt(error, url, path)) ?? fileStart(path),
  };
  return new GeneratorError(`${path} threw while it was loaded: ${messageOf(error)}`, [diagnostic], {
    cause: error,
  });
}

async function thrownAt(error: unknown, url: string, path: string): Promise<SourceLocation | undefined> {
  const stack = error instanceof Error ? (error.stack ?? "") : "";
  const frames = stack.split("\n").flatMap((line) => {
    const at = line.indexOf(url);
    const place = at < 0 ? null : /^:(\d+):(\d+)/.exec(line.slice(at + url.length));
    return place ? [{ line: Number(place[1]), column: Number(place[2]) }] : [];
  });
  const text = frames.length === 0 ? undefined : await sourceMapOf(path);
  if (text === undefined) return undefined;
  const map = new SourceMap(JSON.parse(text) as ConstructorParameters<typeof SourceMap>[0]);
  for (const frame of frames) {
    const entry = map.findEntry(frame.line - 1, frame.column - 1);
    if (!("originalSource" in entry)) continue;
    const file = resolve(entry.originalSource);
    const [line, column] = [entry.originalLine + 1, entry.originalColumn + 1];
    if (existsSync(file) && !isOwnFile(file))
      return { file, line, column, endLine: line, endColumn: column + 1 };
  }
  return undefined;
}

function fileStart(file: string): SourceLocation {
  return { file, line: 1, column: 1, endLine: 1, endColumn: 1 };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
