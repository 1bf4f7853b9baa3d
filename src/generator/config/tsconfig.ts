import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, isAbsolute, join, resolve } from "node:path";
import { GeneratorError } from "../lint/diagnostic.js";
import { fileStats } from "../load/file-stats.js";
import { parseJsonc } from "./jsonc.js";

export interface Tsconfig {
  /** `compilerOptions`, with those of extended configs under them. */
  readonly options: { readonly [name: string]: unknown };
  /** The config and all that it extends, absolute, nearest first. */
  readonly files: readonly string[];
  /** `include`, or the `files`, where the config says which files it compiles; an empty list of files says none. */
  readonly include: readonly string[] | undefined;
  /** Paths of `references`, as they are written. */
  readonly references: readonly string[];
}

/** The nearest `tsconfig.json` above a folder that need not exist yet. */
export function findTsconfig(folder: string): string | undefined {
  for (let at = folder; ; at = dirname(at)) {
    const path = join(at, "tsconfig.json");
    if (existsSync(path)) return path;
    if (dirname(at) === at) return undefined;
  }
}

/** @throws GeneratorError where a file of the chain is missing, is not JSON, or extends itself */
export function readTsconfig(path: string): Tsconfig {
  const files: string[] = [];
  const options = collect(path, files, []);
  const config = parse(path);
  const included = [config["include"], config["files"]].flat().filter((one) => typeof one === "string");
  const references = [config["references"] ?? []].flat() as { readonly path?: unknown }[];
  return {
    options,
    files: [...new Set(files)],
    include: included.length === 0 ? undefined : included,
    references: references.map((reference) => reference.path).filter((one) => typeof one === "string"),
  };
}

function collect(
  path: string,
  files: string[],
  chain: readonly string[],
): { readonly [name: string]: unknown } {
  if (chain.includes(path))
    throw new GeneratorError(`${path} extends itself: ${[...chain, path].join(" → ")}`);
  files.push(path);
  const config = parse(path);
  const bases = [config["extends"] ?? []].flat().filter((base) => typeof base === "string");
  const inherited = bases.map((base) => collect(resolveExtended(base, path), files, [...chain, path]));
  const own = config["compilerOptions"];
  return Object.assign({}, ...inherited, typeof own === "object" ? own : {}) as { [name: string]: unknown };
}

function parse(path: string): { readonly [name: string]: unknown } {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    throw new GeneratorError(`${path} cannot be read: ${(error as Error).message}`, [], { cause: error });
  }
  try {
    const value = parseJsonc(text);
    if (typeof value === "object" && value !== null) return value as { [name: string]: unknown };
    throw new SyntaxError("it is not an object");
  } catch (error) {
    throw new GeneratorError(`${path} is not valid: ${(error as Error).message}`, [], { cause: error });
  }
}

/** A path with or without `.json`, or a package's config, as TypeScript looks it up. */
function resolveExtended(base: string, from: string): string {
  if (isAbsolute(base) || /^\.\.?($|[/\\])/.test(base)) {
    const path = resolve(dirname(from), base);
    const candidates = [path, `${path}.json`, join(path, "tsconfig.json")];
    return candidates.find(isFile) ?? candidates[path.endsWith(".json") ? 0 : 1]!;
  }
  const require = createRequire(from);
  for (const request of [base, `${base}.json`, `${base}/tsconfig.json`]) {
    try {
      const path = require.resolve(request);
      if (path.endsWith(".json")) return path;
    } catch {
      continue;
    }
  }
  throw new GeneratorError(`${from} extends ${JSON.stringify(base)}, which cannot be found.`);
}

export function isFile(path: string): boolean {
  return fileStats(path)?.isFile() === true;
}
