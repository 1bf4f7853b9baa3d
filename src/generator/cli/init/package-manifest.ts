import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { configError } from "../../config/config-error.js";

/** A user's package.json, as far as `init` reads it. */
export interface PackageManifest {
  readonly path: string;
  readonly text: string;
  /** Whether `.js` and `.ts` files are ES modules. */
  readonly isModule: boolean;
  readonly scripts: { readonly [name: string]: unknown };
  /** Names of all kinds of dependencies. */
  readonly dependencies: ReadonlySet<string>;
}

/** @throws GeneratorError `config-invalid` where it is not a JSON object, or its scripts are none */
export function readPackageManifest(folder: string): PackageManifest | undefined {
  const path = join(folder, "package.json");
  if (!existsSync(path)) return undefined;
  const text = readFileSync(path, "utf8");
  const content = parse(path, text);
  if (content["scripts"] !== undefined && !isRecord(content["scripts"]))
    throw configError({
      file: path,
      message: `"scripts" of ${path} is not an object.`,
      fix: "Correct it, then run init again.",
    });
  const dependencies = [
    "dependencies",
    "devDependencies",
    "peerDependencies",
    "optionalDependencies",
  ].flatMap((kind) => Object.keys(record(content[kind])));
  return {
    path,
    text,
    isModule: content["type"] === "module",
    scripts: record(content["scripts"]),
    dependencies: new Set(dependencies),
  };
}

/** The command that adds packages, of the package manager whose lock file is there. */
export function installCommand(folder: string, packages: readonly string[]): string {
  const managers = [
    ["pnpm-lock.yaml", "pnpm add"],
    ["yarn.lock", "yarn add"],
    ["bun.lock", "bun add"],
    ["bun.lockb", "bun add"],
  ] as const;
  const found = managers.find(([lock]) => existsSync(join(folder, lock)));
  return `${found?.[1] ?? "npm install"} ${packages.join(" ")}`;
}

function parse(path: string, text: string): Readonly<Record<string, unknown>> {
  try {
    const content: unknown = JSON.parse(text.replace(/^\uFEFF/, ""));
    if (isRecord(content)) return content;
  } catch {
    // Told below, as for a file that holds something else.
  }
  throw configError({
    file: path,
    message: `${path} is not a JSON object.`,
    fix: "Correct it, then run init again.",
  });
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return isRecord(value) ? value : {};
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
