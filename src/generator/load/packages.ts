import { existsSync, readFileSync } from "node:fs";
import { createRequire, isBuiltin } from "node:module";
import { dirname, join } from "node:path";

export interface InstalledPackage {
  readonly name: string;
  readonly version: string;
  /** Absolute folder. */
  readonly folder: string;
}

/** `zod/v4` → `zod`, `@acme/types/x` → `@acme/types`; undefined for Node's own modules and for paths. */
export function packageNameOf(specifier: string): string | undefined {
  if (isBuiltin(specifier) || /^[./]|^[a-z]+:/i.test(specifier)) return undefined;
  const segments = specifier.split("/");
  return segments.slice(0, specifier.startsWith("@") ? 2 : 1).join("/");
}

/** The package as Node finds it from a file: in the nearest `node_modules` upward that has it. */
export function findPackage(name: string, fromFile: string): InstalledPackage | undefined {
  for (let folder = dirname(fromFile); ; folder = dirname(folder)) {
    const candidate = join(folder, "node_modules", name);
    const manifest = join(candidate, "package.json");
    if (existsSync(manifest)) {
      const { version = "0.0.0" } = JSON.parse(readFileSync(manifest, "utf8")) as { version?: string };
      return { name, version, folder: candidate };
    }
    if (folder === dirname(folder)) return undefined;
  }
}

/** Of the imported packages, those whose entry is TypeScript, which Node cannot run as it is. */
export function sourceOnlyPackages(specifiers: readonly string[], fromFile: string): string[] {
  const require = createRequire(fromFile);
  const names = new Set<string>();
  for (const specifier of new Set(specifiers)) {
    const name = packageNameOf(specifier);
    if (name === undefined || name === "zod" || names.has(name)) continue;
    if (/\.[cm]?tsx?$/.test(resolved(require, specifier))) names.add(name);
  }
  return [...names];
}

function resolved(require: NodeJS.Require, specifier: string): string {
  try {
    return require.resolve(specifier);
  } catch {
    return "";
  }
}
