import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import type { RuntimeContract } from "../../src/protocol/index.js";

const repository = fileURLToPath(new URL("../..", import.meta.url));

/** A folder with files, where `zod` and this package are found; the caller removes it. */
export function createProject(files: { readonly [path: string]: string }): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "kalphite-project-")));
  const all = { "package.json": '{ "name": "app", "type": "module" }', ...files };
  for (const [path, text] of Object.entries(all)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  mkdirSync(join(folder, "node_modules"), { recursive: true });
  symlinkSync(join(repository, "node_modules", "zod"), join(folder, "node_modules", "zod"), "junction");
  return folder;
}

export function removeProject(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}

/** The generated `contract.gen.ts`, bundled with the runtime's source, as running code. */
export async function importContract(folder: string): Promise<RuntimeContract> {
  const outfile = join(folder, "contract.mjs");
  await build({
    entryPoints: [join(folder, "generated", "contract.gen.ts")],
    outfile,
    bundle: true,
    format: "esm",
    logLevel: "silent",
    external: ["zod"],
    alias: runtimeSources,
  });
  return ((await import(/* @vite-ignore */ outfile)) as { contract: RuntimeContract }).contract;
}

const modules = ["schema", "validation", "protocol", "client", "server"] as const;

function sources<Value>(of: (name: (typeof modules)[number]) => Value): { [name: string]: Value } {
  return Object.fromEntries(modules.map((name) => [`kalphite-gen/${name}`, of(name)]));
}

/** For bundling generated code: this package's modules, as source. */
export const runtimeSources = sources((name) => join(repository, "src", name, "index.ts"));

/** The errors of TypeScript under the strictest flags but those in the runtime's own files and in the schema. */
export function typeErrors(folder: string): Promise<string[]> {
  const compilerOptions = {
    target: "es2022",
    module: "nodenext",
    lib: ["es2024", "dom", "dom.iterable"],
    types: ["node"],
    typeRoots: [join(repository, "node_modules", "@types")],
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    noPropertyAccessFromIndexSignature: true,
    noImplicitReturns: true,
    noUnusedLocals: true,
    noUnusedParameters: true,
    verbatimModuleSyntax: true,
    isolatedModules: true,
    isolatedDeclarations: true,
    declaration: true,
    erasableSyntaxOnly: true,
    skipLibCheck: true,
    noEmit: true,
    paths: sources((name) => [join(repository, "src", name, "index.ts")]),
  };
  writeFileSync(
    join(folder, "tsconfig.json"),
    JSON.stringify({ compilerOptions, include: ["generated", "handlers"] }),
  );
  const tsc = join(repository, "node_modules", "typescript", "bin", "tsc");
  return new Promise((resolve, reject) => {
    const limits = { cwd: folder, maxBuffer: 64 * 2 ** 20 };
    execFile(process.execPath, [tsc, "-p", folder, "--pretty", "false"], limits, (error, stdout, stderr) => {
      const errors = stdout.split("\n").filter((line) => /\berror TS\d+:/.test(line));
      if (error && errors.length === 0) reject(new Error(`tsc failed: ${stdout}${stderr}`, { cause: error }));
      else resolve(errors.filter((line) => !/^(\.\.[^(]*\/src\/|schema\.ts)/.test(line)));
    });
  });
}
