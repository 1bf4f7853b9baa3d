import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, extname, join } from "node:path";
import { GeneratorError } from "../lint/diagnostic.js";
import type { PrettierOptions } from "./fast-options.js";
import type { PrettierModule } from "./prettier-module.js";

/** The user's options for a file, in the form `resolveConfig` yields them. */
export type OptionsResolver = (path: string) => Promise<PrettierOptions>;

export interface ResolverSource {
  readonly configFiles: readonly string[];
  /** Identifies the configuration files' content and the prettier that reads them. */
  readonly key: string;
  readonly load: () => Promise<PrettierModule>;
  /** Where answers are kept between runs. Only speed depends on it. */
  readonly cacheFolder?: string | undefined;
}

interface Remembered {
  readonly key: string;
  readonly options: { [path: string]: PrettierOptions };
}

/**
 * Asks prettier what the configuration says about each file, and remembers the answers where the configuration is
 * plain data: code may answer differently the next time.
 */
export function createOptionsResolver({ configFiles, key, load, cacheFolder }: ResolverSource): {
  readonly resolve: OptionsResolver;
  readonly remember: () => void;
} {
  if (configFiles.length === 0) return { resolve: async () => ({}), remember: () => {} };
  const isData = configFiles.every(isPlainData);
  const file = cacheFolder !== undefined && isData ? join(cacheFolder, "prettier-options.json") : undefined;
  const remembered = read(file, key);
  let changed = false;
  const resolve: OptionsResolver = async (path) => {
    const known = remembered.options[path];
    if (known !== undefined) return known;
    changed = true;
    return (remembered.options[path] = await ask(await load(), path));
  };
  return {
    resolve,
    remember: () => {
      if (changed && file !== undefined) write(file, remembered);
    },
  };
}

/** SHA-256 over the content of configuration files, of which a package.json counts with its `prettier` key alone. */
export function configFingerprint(configFiles: readonly string[], ...more: readonly string[]): string {
  const hash = createHash("sha256");
  for (const path of configFiles) hash.update(`${path}\0${relevantText(path)}\0`);
  return hash.update(more.join("\0")).digest("hex");
}

function relevantText(path: string): string {
  const text = readFileSync(path, "utf8");
  if (!path.endsWith("package.json")) return text;
  return JSON.stringify((JSON.parse(text) as { prettier?: unknown }).prettier);
}

async function ask(prettier: PrettierModule, path: string): Promise<PrettierOptions> {
  try {
    return (await prettier.resolveConfig(path, { editorconfig: true, useCache: true })) ?? {};
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new GeneratorError(`prettier's configuration cannot be used: ${reason}`, [], { cause: error });
  }
}

function isPlainData(path: string): boolean {
  if (path.endsWith("package.json"))
    return typeof (JSON.parse(readFileSync(path, "utf8")) as { prettier?: unknown }).prettier !== "string";
  return !/\.[cm]?[jt]s$/.test(extname(path)) && !path.endsWith("package.yaml");
}

function read(file: string | undefined, key: string): Remembered {
  const nothing: Remembered = { key, options: {} };
  if (file === undefined) return nothing;
  try {
    const remembered = JSON.parse(readFileSync(file, "utf8")) as Remembered;
    return remembered.key === key && typeof remembered.options === "object" ? remembered : nothing;
  } catch {
    return nothing;
  }
}

function write(file: string, remembered: Remembered): void {
  const texts = Object.values(remembered.options).map((options) => JSON.stringify(options));
  if (Object.values(remembered.options).some((options) => Object.values(options).includes(Infinity))) return;
  if (texts.length === 0) return;
  try {
    mkdirSync(dirname(file), { recursive: true });
    const temporary = `${file}.${process.pid}.tmp`;
    writeFileSync(temporary, JSON.stringify(remembered));
    renameSync(temporary, file);
  } catch {
    return;
  }
}
