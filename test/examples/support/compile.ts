import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { repository } from "./example-projects.js";

/** Packages of the repository that hold a compiler each, the oldest first. */
export const compilers = [
  "typescript-5.4",
  "typescript-5.5",
  "typescript-5.9",
  "typescript-6",
  "typescript",
] as const;
export type Compiler = (typeof compilers)[number];

/** Everything strict that TypeScript 5.4 knows. The declarations of every package are checked too. */
export const strictOptions: { readonly [option: string]: unknown } = {
  target: "es2022",
  module: "nodenext",
  lib: ["es2023", "dom", "dom.iterable"],
  types: ["node"],
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  noPropertyAccessFromIndexSignature: true,
  noImplicitOverride: true,
  noImplicitReturns: true,
  noFallthroughCasesInSwitch: true,
  noUnusedLocals: true,
  noUnusedParameters: true,
  allowUnreachableCode: false,
  allowUnusedLabels: false,
  verbatimModuleSyntax: true,
  isolatedModules: true,
  forceConsistentCasingInFileNames: true,
  skipLibCheck: false,
  noEmit: true,
};

export interface Compilation {
  readonly options?: { readonly [option: string]: unknown };
  readonly include: readonly string[];
}

/** The errors that a compiler finds in a folder, one line each; it must end by itself and say how. */
export function compile(
  compiler: Compiler,
  folder: string,
  { options, include }: Compilation,
): Promise<string[]> {
  const project = join(folder, `tsconfig.${compiler}.json`);
  writeFileSync(project, JSON.stringify({ compilerOptions: { ...strictOptions, ...options }, include }));
  const tsc = join(repository, "node_modules", compiler, "bin", "tsc");
  return new Promise((resolve, reject) => {
    const limits = { cwd: folder, maxBuffer: 64 * 2 ** 20 };
    execFile(process.execPath, [tsc, "-p", project, "--pretty", "false"], limits, (error, stdout, stderr) => {
      const errors = stdout.split("\n").filter((line) => /\berror TS\d+:/.test(line));
      if (error && errors.length === 0)
        reject(new Error(`${compiler} failed: ${stdout}${stderr}`, { cause: error }));
      else resolve(errors);
    });
  });
}
