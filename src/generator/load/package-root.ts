import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join, sep } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of this package's own package.json. */
export const packageRoot = findPackageRoot();

/** This package's version, as its package.json says it. */
export function packageVersion(): string {
  return (JSON.parse(readFileSync(join(packageRoot, "package.json"), "utf8")) as { version: string }).version;
}

/** The file that holds this code; its name changes with every build that changes it. */
export const generatorFile = fileURLToPath(import.meta.url);

/**
 * Changes whenever the same input might be rendered differently: with the version, and while this package is worked on
 * with every build, whose chunks are named after their content. Run from source it is another in each process.
 */
export const generatorIdentity = isSource()
  ? `source ${performance.timeOrigin}`
  : `${packageVersion()} ${statSync(dirname(fileURLToPath(import.meta.url))).mtimeMs}`;

/**
 * The file behind a subpath of this package: built where this code runs built, source where it runs from source.
 * A schema is bundled with the authoring functions of the very generator that reads it.
 */
export function ownModule(subpath: "schema" | "config"): string {
  const source = subpath === "schema" ? "src/schema/index.ts" : "src/generator/config/define-config.ts";
  const built = join(packageRoot, "dist", `${subpath}.js`);
  return isSource() || !existsSync(built) ? join(packageRoot, source) : built;
}

/** Whether an absolute path is a file of this package's code, built or source. */
export function isOwnFile(path: string): boolean {
  return ["dist", "src"].some((folder) => path.startsWith(join(packageRoot, folder) + sep));
}

function isSource(): boolean {
  return generatorFile.startsWith(join(packageRoot, "src"));
}

function findPackageRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, "package.json"))) folder = dirname(folder);
  return folder;
}
