import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { createRequire } from "node:module";
import type * as Esbuild from "esbuild";
import type { BuildFailure, BuildOptions, BuildResult, Plugin } from "esbuild";
import { GeneratorError, type Diagnostic } from "../lint/diagnostic.js";
import { diagnosticsOfBuildFailure, diagnosticsOfRepeatedKeys } from "./build-failure.js";
import { handingOver } from "./hand-over.js";
import type { InputFile } from "./loaded-schema.js";
import { isOwnFile, ownModule } from "./package-root.js";
import { findPackage, packageNameOf, sourceOnlyPackages } from "./packages.js";

/** A TypeScript file and its local imports as one JavaScript module; packages stay imports. */
export interface Bundle {
  /** It hands its exports over (`takeExports`). */
  readonly code: string;
  /** SHA-256 of what esbuild made, hex. */
  readonly hash: string;
  /** Absolute, sorted by path; this package's own files are not among them. */
  readonly inputs: readonly InputFile[];
  /** Packages that the code imports, with the version found from there; a package that is not installed is absent. */
  readonly packages: { readonly [name: string]: string };
  /** What is wrong with the code, though it can be run. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Bundles a schema or config file with esbuild. Packages that ship TypeScript only (of a workspace) are bundled too, and
 * those that only an imported file of elsewhere can find.
 * @throws GeneratorError with `schema-syntax` and `import-not-found` diagnostics
 */
export async function bundleFile(path: string): Promise<Bundle> {
  const result = await build(path, {});
  const imports = Object.entries(result.metafile.inputs).flatMap(([file, input]) =>
    input.imports
      .filter((item) => item.external)
      .map((item) => ({ specifier: item.path, importer: resolve(file) })),
  );
  const sourceOnly = sourceOnlyPackages(
    imports.map(({ specifier }) => specifier),
    path,
  );
  const isWhole =
    sourceOnly.length === 0 &&
    imports.every(({ specifier, importer }) => !isFoundElsewhere(specifier, importer, path));
  return isWhole
    ? describe(result, path)
    : describe(await build(path, { plugins: [bundlePackages(sourceOnly, path)], packages: "bundle" }), path);
}

/** Whether a package can be found from the file that imports it, but not from where the bundle will run. */
function isFoundElsewhere(specifier: string, importer: string, path: string): boolean {
  const name = packageNameOf(specifier);
  return name !== undefined && !findPackage(name, path) && findPackage(name, importer) !== undefined;
}

/** Where the places of the bundled code stand in the sources; made only when the code threw. */
export async function sourceMapOf(path: string): Promise<string | undefined> {
  const result = await build(path, { sourcemap: "external", outfile: "bundle.mjs" });
  return result.outputFiles.find((file) => file.path.endsWith(".map"))?.text;
}

/** Required, not imported: to import a CommonJS file of that size takes Node many times as long. */
function esbuild(): typeof Esbuild {
  return (loadedEsbuild ??= createRequire(import.meta.url)("esbuild") as typeof Esbuild);
}

let loadedEsbuild: typeof Esbuild | undefined;

type Built = BuildResult<{ metafile: true; write: false }>;

async function build(path: string, options: BuildOptions): Promise<Built> {
  try {
    return await esbuild().build({
      entryPoints: [path],
      absWorkingDir: process.cwd(),
      bundle: true,
      format: "esm",
      platform: "node",
      target: "node20",
      packages: "external",
      alias: { "kalphite-gen/schema": ownModule("schema") },
      charset: "utf8",
      logLevel: "silent",
      legalComments: "none",
      ...options,
      plugins: [configModule, ...(options.plugins ?? [])],
      metafile: true,
      write: false,
    });
  } catch (error) {
    if (!isBuildFailure(error)) throw error;
    const diagnostics = diagnosticsOfBuildFailure(error);
    throw new GeneratorError(
      `${path} cannot be read: ${error.errors[0]?.text ?? error.message}`,
      diagnostics,
      {
        cause: error,
      },
    );
  }
}

function describe(result: Built, path: string): Bundle {
  const code = result.outputFiles.find((file) => !file.path.endsWith(".map"))!.text;
  const inputs: InputFile[] = [];
  const packages: { [name: string]: string } = {};
  for (const [relative, input] of Object.entries(result.metafile.inputs)) {
    const file = resolve(relative);
    if (isOwnFile(file) || /[\\/]node_modules[\\/]/.test(file)) continue;
    inputs.push({ path: file, hash: createHash("sha256").update(readFileSync(file)).digest("hex") });
    for (const item of input.imports) {
      const name = item.external ? packageNameOf(item.path) : undefined;
      const found = name === undefined ? undefined : findPackage(name, path);
      if (found) packages[found.name] = found.version;
    }
  }
  inputs.sort((a, b) => (a.path < b.path ? -1 : 1));
  const hash = createHash("sha256").update(code).digest("hex");
  return {
    code: handingOver(code, hash),
    hash,
    inputs,
    packages: sorted(packages),
    diagnostics: diagnosticsOfRepeatedKeys(result.warnings),
  };
}

/** An alias would take the package's other subpaths too. */
const configModule: Plugin = {
  name: "kalphite-gen:config",
  setup(build) {
    build.onResolve({ filter: /^kalphite-gen$/ }, () => ({ path: ownModule("config") }));
  },
};

function bundlePackages(names: readonly string[], path: string): Plugin {
  return {
    name: "kalphite-gen:packages",
    setup(build) {
      build.onResolve({ filter: /^[^./]/ }, (args) => {
        const name = packageNameOf(args.path);
        if (args.kind === "entry-point" || args.path === "kalphite-gen/schema") return undefined;
        return name === undefined || names.includes(name) || isFoundElsewhere(args.path, args.importer, path)
          ? undefined
          : { path: args.path, external: true };
      });
    },
  };
}

function sorted(record: { [name: string]: string }): { [name: string]: string } {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function isBuildFailure(error: unknown): error is BuildFailure {
  return error instanceof Error && "errors" in error;
}
