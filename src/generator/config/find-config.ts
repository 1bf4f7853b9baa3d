import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { GeneratorError } from "../lint/diagnostic.js";
import { configError } from "./config-error.js";

/** The names a config file may have, in the order in which they are told to people. */
export const configFileNames: readonly string[] = ["ts", "mts", "js", "mjs", "json"].map(
  (extension) => `kalphite-gen.config.${extension}`,
);

export interface FoundConfig {
  /** The config file, or the package.json that has a `"kalphite"` key; undefined where there is neither. */
  readonly path: string | undefined;
  /** The nearest folder with a package.json, else the config's, else the one the search began in. */
  readonly root: string;
  /** Where a file would have been taken instead of `path`, had it been there; absolute. */
  readonly absent: readonly string[];
  /** The package.json files that were read on the way, absolute. */
  readonly packageFiles: readonly string[];
}

/**
 * Looks for a config in `from` and upward, as far as the package goes: to the first folder with a package.json or
 * a .git. @throws GeneratorError `config-invalid` where one folder has two configs
 */
export function findConfig(from: string): FoundConfig {
  const absent: string[] = [];
  for (let folder = from; ; folder = dirname(folder)) {
    const packageFile = join(folder, "package.json");
    const isPackage = existsSync(packageFile);
    const packageFiles = isPackage ? [packageFile] : [];
    const files = configFileNames.map((name) => join(folder, name));
    const found = files.filter((file) => existsSync(file));
    if (isPackage && hasKalphiteKey(packageFile)) found.push(packageFile);
    if (found.length > 1) throw ambiguous(found);
    absent.push(...files.filter((file) => !found.includes(file)));
    const path = found[0];
    if (path !== undefined) return { path, root: packageFolder(folder) ?? folder, absent, packageFiles };
    const isEnd = isPackage || existsSync(join(folder, ".git")) || folder === dirname(folder);
    if (isEnd) return { path: undefined, root: isPackage ? folder : from, absent, packageFiles };
  }
}

/** The nearest folder upward that has a package.json. */
export function packageFolder(from: string): string | undefined {
  for (let folder = from; ; folder = dirname(folder)) {
    if (existsSync(join(folder, "package.json"))) return folder;
    if (folder === dirname(folder)) return undefined;
  }
}

function hasKalphiteKey(packageFile: string): boolean {
  const text = readFileSync(packageFile, "utf8");
  if (!text.includes('"kalphite"')) return false;
  try {
    const manifest: unknown = JSON.parse(text);
    return typeof manifest === "object" && manifest !== null && "kalphite" in manifest;
  } catch {
    // Broken, but it mentions the key: reading it as the config will say where it is broken.
    return true;
  }
}

function ambiguous(found: readonly string[]): GeneratorError {
  const names = found.map((path) => (path.endsWith("package.json") ? `${path} ("kalphite")` : path));
  return configError({
    file: found[0]!,
    message: `There are two configurations: ${names.join(" and ")}.`,
    fix: "Keep one of them, or name one with --config.",
  });
}
