import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";

/** What this generator calls of prettier; version 2 answers without a promise, which `await` does not mind. */
export interface PrettierModule {
  readonly version: string;
  readonly format: (text: string, options: Readonly<Record<string, unknown>>) => string | Promise<string>;
  readonly clearConfigCache: () => void | Promise<void>;
  readonly resolveConfig: (
    path: string,
    options: { readonly editorconfig: boolean; readonly useCache: boolean },
  ) => Promise<Record<string, unknown> | null>;
}

export interface PrettierCopy {
  readonly version: string;
  /** The package's own package.json, absolute. */
  readonly manifest: string;
  readonly load: () => Promise<PrettierModule>;
}

/** The prettier that the user's project has, found without loading it; undefined where it has none. */
export function findUserPrettier(folder: string): PrettierCopy | undefined {
  for (let at = folder; ; at = dirname(at)) {
    const manifest = join(at, "node_modules", "prettier", "package.json");
    const version = versionIn(manifest);
    if (version !== undefined) return copyAt(manifest, version);
    if (dirname(at) === at) return undefined;
  }
}

/** The prettier that comes with kalphite-gen. */
export function ownPrettier(): PrettierCopy {
  const manifest = createRequire(import.meta.url).resolve("prettier/package.json");
  return copyAt(manifest, versionIn(manifest) ?? "0.0.0");
}

function copyAt(manifest: string, version: string): PrettierCopy {
  const load = async (): Promise<PrettierModule> => {
    const entry = createRequire(manifest).resolve(dirname(manifest));
    const loaded = (await import(pathToFileURL(entry).href)) as PrettierModule & { default?: PrettierModule };
    return loaded.default ?? loaded;
  };
  return { version, manifest, load };
}

function versionIn(manifest: string): string | undefined {
  try {
    return (JSON.parse(readFileSync(manifest, "utf8")) as { version?: string }).version;
  } catch {
    return undefined;
  }
}
