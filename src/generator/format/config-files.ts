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

/**
 * A superset of what prettier would read for files in a folder, found without prettier: absolute, nearest first. A
 * package.json counts only where it has a `prettier` key.
 */
export function findConfigFiles(folder: string): string[] {
  const files: string[] = [];
  for (const ancestor of ancestors(folder)) {
    for (const name of list(ancestor)) {
      const path = join(ancestor, name);
      if (names.has(name) || (isPackageFile(name) && mentionsPrettier(path))) files.push(path);
    }
  }
  return files;
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
