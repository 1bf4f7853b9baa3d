import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { generate } from "./support/built-generator.js";
import { compile, compilers } from "./support/compile.js";
import { createWorkspace, exampleNames, readTree, type Workspace } from "./support/example-projects.js";

const parts = ["*.ts", "generated", "handlers", "src", "steps"];
const include = exampleNames.flatMap((name) => parts.map((part) => `${name}/${part}`));

let workspace: Workspace;
beforeAll(() => {
  workspace = createWorkspace();
  writeFileSync(join(workspace.path, "package.json"), JSON.stringify({ type: "module" }));
  for (const name of exampleNames) workspace.copy(name);
});
afterAll(() => workspace.remove());

it.each(compilers)(
  "compiles under %s, strictly, with our declarations",
  { timeout: 120_000 },
  async (compiler) => {
    expect(await compile(compiler, workspace.path, { include })).toEqual([]);
  },
);

it("compiles under the newest compiler's own strictness, each generated file by itself", async () => {
  const options = {
    erasableSyntaxOnly: true,
    isolatedDeclarations: true,
    declaration: true,
    noUncheckedSideEffectImports: true,
    strictBuiltinIteratorReturn: true,
  };
  const errors = await compile("typescript", workspace.path, { include, options });
  // A schema is made of inferred types, so isolatedDeclarations is not for the users' own files.
  const own = /^[\w-]+\/(schema|entities|fields)\.ts\(.*TS90\d\d/;
  expect(errors.filter((line) => !own.test(line))).toEqual([]);
});

describe.each([
  [
    ".ts",
    { module: "nodenext", allowImportingTsExtensions: true, skipLibCheck: true },
    ["typescript-5.4", "typescript"],
  ],
  [
    "",
    { module: "esnext", moduleResolution: "bundler", skipLibCheck: true },
    ["typescript-5.4", "typescript"],
  ],
  [
    "",
    { module: "esnext", moduleResolution: "node10", skipLibCheck: true },
    ["typescript-5.4", "typescript-5.9"],
  ],
] as const)("imports that end in %j, under %j", (extension, options, compilers) => {
  let bare: Workspace;
  beforeAll(async () => {
    bare = createWorkspace();
    writeFileSync(join(bare.path, "package.json"), JSON.stringify({ type: "module" }));
    for (const name of exampleNames) {
      const cwd = bare.copy(name);
      rmSync(join(cwd, "generated"), { recursive: true });
      writeFileSync(join(cwd, "tsconfig.json"), JSON.stringify({ compilerOptions: options }));
      expect((await generate({ cwd })).written).toBe(true);
    }
  });
  afterAll(() => bare.remove());

  it("are what the compiler options ask for", () => {
    for (const name of exampleNames) {
      const texts = [...readTree(join(bare.path, name, "generated"))].filter(([path]) =>
        path.endsWith(".ts"),
      );
      const names = texts.flatMap(([, text]) =>
        [...text.matchAll(/from "(\.[^"]+)"/g)].map(([, module]) => module),
      );
      expect(names.length).toBeGreaterThan(15);
      expect(
        names.filter((module) => !module?.endsWith(`.gen${extension}`) && !module?.includes("/handlers/")),
      ).toEqual(
        name === "kitchen-sink" ? names.filter((module) => module?.endsWith(`../schema${extension}`)) : [],
      );
    }
  });

  it.each(compilers)("compile under %s", { timeout: 120_000 }, async (compiler) => {
    // A user's own files may name the generated ones with .js: every resolution understands that.
    expect(await compile(compiler, bare.path, { include, options })).toEqual([]);
  });
});
