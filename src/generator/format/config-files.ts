import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** The names under which prettier 3 looks for its configuration, and the one that it shares with editors. */
const names = new Set([
  ".editorconfig",
  ".prettierrc",
  ".prettierrc.toml",
  ...["json", "json5", "yml", "yaml", "js", "mjs", "cjs", "ts", "mts", "cts"].map(
    (end) => `.prettierrc.${end}`,
  ),
  ...["js", "mjs", "cjs", "ts", "mts", "cts"].map((end) => `prettier.config.${end}`),
]);

export interface ConfigFiles {
  /** Files that say something about formatting, nearest first, absolute. */
  readonly files: readonly string[];
  /** The folder and its ancestors, nearest first. */
  readonly searched: readonly string[];
}

/**
 * A superset of what prettier would read for files in a folder, found without prettier. A package.json counts only
 * where it has a `prettier` key.
 */
export function findConfigFiles(folder: string): ConfigFiles {
  const files: string[] = [];
  const searched = ancestors(folder);
  for (const ancestor of searched) {
    for (const name of list(ancestor)) {
      const path = join(ancestor, name);
      if (names.has(name) || (isPackageFile(name) && mentionsPrettier(path))) files.push(path);
    }
  }
  return { files, searched };
}

/** Whether a file of this name may bear on formatting. */
export function isFormatConfigName(name: string): boolean {
  return names.has(name) || isPackageFile(name);
}

function isPackageFile(name: string): boolean {
  return name === "package.json" || name === "package.yaml";
}

/** A package.json is read as JSON; a package.yaml that has the word is left for prettier to understand. */
function mentionsPrettier(path: string): boolean {
  try {
    const text = readFileSync(path, "utf8");
    if (!text.includes("prettier")) return false;
    return path.endsWith(".yaml") || Object.hasOwn(JSON.parse(text) as object, "prettier");
  } catch {
    return false;
  }
}

function ancestors(folder: string): string[] {
  const folders = [folder];
  for (let at = folder; dirname(at) !== at; at = dirname(at)) folders.push(dirname(at));
  return folders;
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}
