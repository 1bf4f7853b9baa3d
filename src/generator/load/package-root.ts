import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of this package's own package.json. */
export const packageRoot = findPackageRoot();

/** This package's version, as its package.json says it. */
export function packageVersion(): string {
  return (JSON.parse(readFileSync(join(packageRoot, "package.json"), "utf8")) as { version: string }).version;
}

/**
 * The file behind a subpath of this package: built where this code runs built, source where it runs from source.
 * A schema is bundled with the authoring functions of the very generator that reads it.
 */
export function ownModule(subpath: "schema" | "config"): string {
  const source = subpath === "schema" ? "src/schema/index.ts" : "src/generator/config/define-config.ts";
  const built = join(packageRoot, "dist", `${subpath}.js`);
  return fileURLToPath(import.meta.url).startsWith(join(packageRoot, "src")) || !existsSync(built)
    ? join(packageRoot, source)
    : built;
}

function findPackageRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, "package.json"))) folder = dirname(folder);
  return folder;
}
