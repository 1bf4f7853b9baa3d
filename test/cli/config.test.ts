import { join, relative } from "node:path";
import { describe, expect, it } from "vitest";
import { resolveProjects, type ProjectOptions } from "../../src/generator/config/resolve-projects.js";
import { GeneratorError } from "../../src/generator/lint/diagnostic.js";
import { temporaryFolder } from "./temporary-folder.js";

type Files = { readonly [path: string]: unknown };

async function resolved(files: Files, options: ProjectOptions = {}, from = ".") {
  const folder = temporaryFolder(files);
  const { projects, inputs, absent } = await resolveProjects(join(folder, from), options);
  const short = (path: string) => relative(folder, path) || ".";
  return {
    projects: projects.map(({ name, schema, out, handlers, root, tsconfig }) => ({
      name,
      schema: short(schema),
      out: short(out),
      handlers: short(handlers),
      root: short(root),
      ...(tsconfig !== undefined && { tsconfig: short(tsconfig) }),
    })),
    inputs: inputs.map(short),
    absent: absent.map(short),
  };
}

async function failure(files: Files, options: ProjectOptions = {}, from = "."): Promise<GeneratorError> {
  const folder = temporaryFolder(files);
  const error: unknown = await resolveProjects(join(folder, from), options).catch(
    (thrown: unknown) => thrown,
  );
  if (error instanceof GeneratorError) return error;
  throw new Error(`Expected a GeneratorError, not ${String(error)}`);
}

const manifest = { name: "shop" };

describe("projects without a config", () => {
  it.each([
    "schema.ts",
    "src/schema.ts",
    "kalphite.schema.ts",
    "src/kalphite.schema.ts",
    "kalphite/schema.ts",
    "src/kalphite/schema.ts",
  ])("finds %s", async (schema) => {
    const { projects } = await resolved({ "package.json": manifest, [schema]: "" });
    const folder = schema.includes("/") ? `${schema.slice(0, schema.lastIndexOf("/"))}/` : "";
    expect(projects).toEqual([
      { name: "shop", schema, out: `${folder}generated`, handlers: `${folder}handlers`, root: "." },
    ]);
  });

  it("finds the package's schema from a folder deep inside", async () => {
    const { projects } = await resolved(
      { "package.json": manifest, "schema.ts": "", "a/b/c.txt": "" },
      {},
      "a/b",
    );
    expect(projects[0]).toMatchObject({ schema: "schema.ts", root: "." });
  });

  it("says what it looked for where there is none", async () => {
    const error = await failure({ "package.json": manifest });
    expect(error.diagnostics[0]).toMatchObject({ rule: "schema-not-found" });
    expect(error.message).toContain("src/kalphite.schema.ts");
    expect(error.diagnostics[0]?.fix).toContain("kalphite-gen init");
  });

  it("takes the command line's paths relative to the folder it runs in", async () => {
    const { projects } = await resolved(
      { "package.json": manifest, "packages/a/model.ts": "" },
      { schema: "model.ts", out: "../gen", handlers: "h" },
      "packages/a",
    );
    expect(projects[0]).toMatchObject({
      schema: "packages/a/model.ts",
      out: "packages/gen",
      handlers: "packages/a/h",
    });
  });
});

describe("config files", () => {
  const settings = {
    schema: "model/schema.ts",
    out: "model/gen",
    handlers: "server/handlers",
    tsconfig: "tsconfig.app.json",
  };
  const expected = { name: "shop", root: ".", ...settings };
  const code = `export default ${JSON.stringify(settings)};`;

  it.each<[string, Files]>([
    ["kalphite-gen.config.json", { "kalphite-gen.config.json": { $schema: "x", ...settings } }],
    ["kalphite-gen.config.mjs", { "kalphite-gen.config.mjs": code }],
    ["kalphite-gen.config.js", { "kalphite-gen.config.js": code }],
    [
      "kalphite-gen.config.mts",
      {
        "kalphite-gen.config.mts": `const config: object = ${JSON.stringify(settings)};\nexport default config;`,
      },
    ],
    [
      "kalphite-gen.config.ts",
      {
        "kalphite-gen.config.ts": `import { defineConfig } from "kalphite-gen";\nimport { schema } from "./places.js";\nexport default defineConfig({ ...${JSON.stringify(settings)}, schema });`,
        "places.ts": `export const schema: string = "model/schema.ts";`,
      },
    ],
  ])("reads %s", async (name, files) => {
    const { projects, inputs } = await resolved({
      "package.json": manifest,
      "tsconfig.app.json": {},
      ...files,
    });
    expect(projects).toEqual([expected]);
    expect(inputs).toContain("package.json");
    expect(inputs).toContain(name);
    if (files["places.ts"] !== undefined) expect(inputs).toContain("places.ts");
  });

  it('reads "kalphite" in package.json', async () => {
    const { projects, absent } = await resolved({
      "package.json": { ...manifest, kalphite: settings },
      "tsconfig.app.json": {},
    });
    expect(projects).toEqual([expected]);
    expect(absent).toContain("kalphite-gen.config.ts");
  });

  it("looks upward as far as the package, and no further", async () => {
    const files = {
      "package.json": manifest,
      "kalphite-gen.config.json": { schema: "outer.ts" },
      "inner/package.json": { name: "inner" },
      "inner/schema.ts": "",
      "inner/deep/x.txt": "",
      "plain/deep/x.txt": "",
    };
    expect((await resolved(files, {}, "inner/deep")).projects[0]).toMatchObject({
      name: "inner",
      schema: "inner/schema.ts",
    });
    expect((await resolved(files, {}, "plain/deep")).projects[0]).toMatchObject({
      name: "shop",
      schema: "outer.ts",
    });
  });

  it("takes the file that --config names", async () => {
    const { projects } = await resolved(
      {
        "package.json": manifest,
        "kalphite-gen.config.json": { schema: "a.ts" },
        "etc/other.json": { schema: "../b.ts" },
      },
      { config: "etc/other.json" },
    );
    expect(projects[0]).toMatchObject({ schema: "b.ts" });
  });

  it("gives several projects, or those that are asked for", async () => {
    const files = {
      "package.json": manifest,
      "tsconfig.base.json": {},
      "admin/tsconfig.json": {},
      "kalphite-gen.config.json": {
        tsconfig: "tsconfig.base.json",
        projects: {
          web: { schema: "web/schema.ts" },
          admin: { schema: "admin/schema.ts", tsconfig: "admin/tsconfig.json" },
        },
      },
    };
    expect((await resolved(files)).projects).toMatchObject([
      { name: "web", out: "web/generated", tsconfig: "tsconfig.base.json" },
      { name: "admin", out: "admin/generated", tsconfig: "admin/tsconfig.json" },
    ]);
    expect((await resolved(files, { projects: ["admin"], out: "elsewhere" })).projects).toMatchObject([
      { name: "admin", out: "elsewhere" },
    ]);
    expect((await failure(files, { projects: ["adnim"] })).message).toContain('Did you mean "admin"?');
    expect((await failure(files, { out: "x" })).message).toContain("--project");
  });
});

describe("config errors", () => {
  const wrong = (text: string, name = "kalphite-gen.config.ts"): Files => ({
    "package.json": manifest,
    [name]: text,
  });

  it.each<[string, Files, string, string, number, number]>([
    [
      "an unknown key",
      wrong(`export default {\n  schema: "a.ts",\n  verbose: "x",\n};`),
      '"verbose"',
      "The settings are",
      3,
      3,
    ],
    [
      "a misspelt key",
      wrong(`export default {\n  shcema: "a.ts",\n};`),
      '"shcema"',
      'Did you mean "schema"?',
      2,
      3,
    ],
    [
      "a wrong type",
      wrong(`import { defineConfig } from "kalphite-gen";\nexport default defineConfig({ out: 5 });`),
      "a number",
      "path",
      2,
      31,
    ],
    [
      "a wrong type in JSON",
      wrong(`{\n  "schema": ["a"]\n}`, "kalphite-gen.config.json"),
      "an array",
      "path",
      2,
      3,
    ],
    [
      "a wrong type on JSON's first line",
      wrong(`{ "schema": 1 }`, "kalphite-gen.config.json"),
      "a number",
      "path",
      1,
      3,
    ],
    [
      "an unknown key in package.json",
      { "package.json": `{\n  "name": "x",\n  "kalphite": { "schemas": "a" }\n}` },
      '"schemas"',
      '"schema"',
      3,
      17,
    ],
    ["no object", wrong(`export default "schema.ts";`), "a string", "defineConfig", 1, 1],
    ["no default export", wrong(`export const config = {};`), "no default export", "export default", 1, 1],
    [
      "a project without a schema",
      wrong(`export default { projects: { web: {} } };`),
      "names no schema",
      "schema",
      1,
      30,
    ],
    [
      "a setting beside projects",
      wrong(`export default { out: "x", projects: { web: { schema: "a" } } };`),
      '"out"',
      "Move",
      1,
      18,
    ],
    [
      "projects in a project",
      wrong(`export default { projects: { web: { schema: "a", projects: {} } } };`),
      "of its own",
      "",
      1,
      50,
    ],
    ["broken JSON", wrong(`{\n  "schema": "a",\n}`, "kalphite-gen.config.json"), "not JSON", "", 3, 1],
    ["broken TypeScript", wrong(`export default {\n  schema: ;\n};`), "", "", 2, 11],
  ])("locates %s", async (_, files, message, fix, line, column) => {
    const { diagnostics } = await failure(files);
    expect(diagnostics).toHaveLength(1);
    const [diagnostic] = diagnostics;
    expect(diagnostic).toMatchObject({ rule: "config-invalid", location: { line, column } });
    expect(diagnostic?.message).toContain(message);
    expect(diagnostic?.fix).toContain(fix);
  });

  it("locates code that throws", async () => {
    const { diagnostics } = await failure({
      ...wrong(`const port: number = 1;\nthrow new Error("no " + port);`),
      "node_modules/.keep": "",
    });
    expect(diagnostics[0]).toMatchObject({ rule: "config-invalid", location: { line: 2 } });
    expect(diagnostics[0]?.message).toContain("no 1");
  });

  it("tells every problem at once", async () => {
    const { diagnostics } = await failure(wrong(`export default { a: 1, schema: 2 };`));
    expect(diagnostics).toHaveLength(2);
  });

  it("refuses two configs in one folder, shared output folders, and handlers among generated files", async () => {
    expect(
      (await failure({ ...wrong("{}", "kalphite-gen.config.json"), "kalphite-gen.config.ts": "" })).message,
    ).toContain("two configurations");
    const shared = { projects: { a: { schema: "a.ts" }, b: { schema: "b.ts" } } };
    expect((await failure(wrong(JSON.stringify(shared), "kalphite-gen.config.json"))).message).toContain(
      "both write",
    );
    expect((await failure({ "schema.ts": "" }, { out: "x", handlers: "x" })).message).toContain(
      "has its handlers in",
    );
  });

  it.each(["out", "handlers"] as const)("refuses a file as %s", async (key) => {
    const { diagnostics } = await failure({ "schema.ts": "", "taken.ts": "" }, { [key]: "taken.ts" });
    expect(diagnostics).toHaveLength(1);
    expect(diagnostics[0]).toMatchObject({ rule: "config-invalid", fix: `Name a folder for "${key}".` });
  });

  it.each(["out", "handlers"] as const)("refuses a folder below a file as %s", async (key) => {
    const { diagnostics } = await failure({ "schema.ts": "" }, { [key]: "schema.ts/deep/folder" });
    expect(diagnostics).toHaveLength(1);
    expect(diagnostics[0]).toMatchObject({ rule: "config-invalid", fix: `Name a folder for "${key}".` });
    expect(diagnostics[0]!.message).toMatch(/schema\.ts is a file\.$/);
  });

  it.each<[string, Files, line: number, column: number]>([
    ["out", wrong(`export default {\n  schema: "schema.ts",\n  out: "schema.ts/x",\n};`), 3, 3],
    ["handlers", wrong(`export default {\n  handlers: "schema.ts",\n};`), 2, 3],
    ["tsconfig", wrong(`export default {\n  tsconfig: "tsconfig.none.json",\n};`), 2, 3],
    ["tsconfig", wrong(`export default {\n  tsconfig: "schema.ts/tsconfig.json",\n};`), 2, 3],
    ["tsconfig", wrong(`export default {\n  tsconfig: ".",\n};`), 2, 3],
    ["tsconfig", wrong(`{\n  "tsconfig": "none.json"\n}`, "kalphite-gen.config.json"), 2, 3],
    ["tsconfig", { "package.json": `{\n  "kalphite": { "tsconfig": "none.json" }\n}` }, 2, 17],
    [
      "tsconfig",
      wrong(`export default {\n  projects: { web: { schema: "schema.ts", tsconfig: "none.json" } },\n};`),
      2,
      43,
    ],
    [
      "tsconfig",
      wrong(`export default {\n  projects: { web: { schema: "schema.ts" } },\n  tsconfig: "none.json",\n};`),
      3,
      3,
    ],
  ])("locates a place that cannot be: %s of %j", async (key, files, line, column) => {
    const { diagnostics } = await failure({ "schema.ts": "", ...files });
    expect(diagnostics).toHaveLength(1);
    expect(diagnostics[0]).toMatchObject({ rule: "config-invalid", location: { line, column } });
    expect(diagnostics[0]!.message).toContain(`as its "${key}"`);
  });

  it("says when the named config does not exist", async () => {
    expect((await failure({}, { config: "none.ts" })).diagnostics[0]).toMatchObject({
      rule: "config-invalid",
    });
  });
});
