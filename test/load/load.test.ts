import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, it } from "vitest";
import { introspect } from "../../src/generator/introspect/introspect.js";
import { GeneratorError } from "../../src/generator/lint/diagnostic.js";
import { loadSchema } from "../../src/generator/load/load.js";
import { runCli } from "../cli/run-cli.js";

const repository = fileURLToPath(new URL("../..", import.meta.url));
const made: string[] = [];
afterEach(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
});

interface Files {
  readonly [path: string]: string;
}

function project(files: Files, name = "app"): string {
  const parent = realpathSync(mkdtempSync(join(tmpdir(), "kalphite-load-")));
  made.push(parent);
  const folder = join(parent, name);
  mkdirSync(join(folder, "node_modules"), { recursive: true });
  symlinkSync(join(repository, "node_modules", "zod"), join(folder, "node_modules", "zod"), "junction");
  write(folder, { "package.json": '{ "type": "module" }', ...files });
  return folder;
}

function write(folder: string, files: Files): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

const head = `import { z } from "zod";
import { defineSchema, entity, remove } from "kalphite-gen/schema";
`;
const schemaOf = (fields: string) =>
  `export default defineSchema({ entities: { todo: entity({ ${fields} }) }, operations: { deleteTodo: remove("todo") } });\n`;
const title = schemaOf("title: z.string()");

async function entityTypes(path: string): Promise<string[]> {
  const { contract } = introspect(await loadSchema(path));
  return contract.entities.map(({ type, fields }) => `${type}: ${fields.map(({ name }) => name).join(" ")}`);
}

describe("a schema is read that", () => {
  it.each<[string, Files, string[]]>([
    ["stands alone", { "schema.ts": head + title }, ["schema.ts"]],
    [
      "spans files, with and without extensions",
      {
        "schema.ts": `import { title } from "./fields/title.js";\nimport { rest } from "./rest";\n${head}${schemaOf("title, ...rest")}`,
        "fields/title.ts": `import { z } from "zod";\nexport const title = z.string();\n`,
        "rest.ts": `export const rest = {};\n`,
      },
      ["fields/title.ts", "rest.ts", "schema.ts"],
    ],
    [
      "follows path aliases",
      {
        "tsconfig.json": `{ // comments too\n "compilerOptions": { "paths": { "@/*": ["./lib/*"], "zodless": ["./lib/title.ts"] } } }`,
        "lib/title.ts": `import { z } from "zod";\nexport const title = z.string();\n`,
        "schema.ts": `import { title } from "@/title";\nimport "zodless";\n${head}${schemaOf("title")}`,
      },
      ["lib/title.ts", "schema.ts"],
    ],
    [
      "follows subpath imports",
      {
        "package.json": `{ "type": "module", "imports": { "#lib/*": "./lib/*.ts" } }`,
        "lib/title.ts": `import { z } from "zod";\nexport const title = z.string();\n`,
        "schema.ts": `import { title } from "#lib/title";\n${head}${schemaOf("title")}`,
      },
      ["lib/title.ts", "schema.ts"],
    ],
    [
      "imports JSON",
      {
        "schema.ts": `import words from "./words.json" with { type: "json" };\n${head}${schemaOf("title: z.enum(words)")}`,
        "words.json": `["a", "b"]`,
      },
      ["schema.ts", "words.json"],
    ],
    [
      "awaits",
      { "schema.ts": `${head}const title = await Promise.resolve(z.string());\n${schemaOf("title")}` },
      ["schema.ts"],
    ],
    [
      "passes its default on",
      { "schema.ts": `export { default } from "./real.js";\n`, "real.ts": head + title },
      ["real.ts", "schema.ts"],
    ],
    [
      "names its default",
      {
        "schema.ts": `${head}const schema = ${title.replace("export default ", "")}export { schema as default };\n`,
      },
      ["schema.ts"],
    ],
    ["uses zod/v4", { "schema.ts": head.replace(`"zod"`, `"zod/v4"`) + title }, ["schema.ts"]],
    [
      "uses zod/mini",
      { "schema.ts": head.replace(`{ z } from "zod"`, `* as z from "zod/mini"`) + title },
      ["schema.ts"],
    ],
    [
      "begins with a byte-order mark, ends lines with CRLF",
      { "schema.ts": `\ufeff${(head + title).replaceAll("\n", "\r\n")}` },
      ["schema.ts"],
    ],
    ["is JavaScript", { "schema.js": head + title }, ["schema.js"]],
    ["is .mts", { "schema.mts": head + title }, ["schema.mts"]],
    [
      "asks a CommonJS package",
      {
        "node_modules/words/package.json": `{ "name": "words", "version": "1.2.3", "main": "index.js" }`,
        "node_modules/words/index.js": `module.exports = { words: ["a", "b"] };`,
        "schema.ts": `import words from "words";\n${head}${schemaOf("title: z.enum(words.words)")}`,
      },
      ["schema.ts"],
    ],
    [
      "asks a workspace package that ships TypeScript alone",
      {
        "node_modules/@acme/fields/package.json": `{ "name": "@acme/fields", "version": "1.0.0", "exports": "./index.ts", "type": "module" }`,
        "node_modules/@acme/fields/index.ts": `export { title } from "./title.ts";\n`,
        "node_modules/@acme/fields/title.ts": `import { z } from "zod";\nexport const title: z.ZodString = z.string();\n`,
        "schema.ts": `import { title } from "@acme/fields";\n${head}${schemaOf("title")}`,
      },
      ["schema.ts"],
    ],
    [
      "imports types of packages that are not there",
      { "schema.ts": `import type { X } from "absent";\n${head}export type Y = X;\n${title}` },
      ["schema.ts"],
    ],
  ])("%s", async (_, files, inputs) => {
    const folder = project(files);
    const path = join(
      folder,
      Object.keys(files).find((name) => name.startsWith("schema."))!,
    );
    expect(await entityTypes(path)).toEqual(["todo: title"]);
    const loaded = await loadSchema(path);
    expect(loaded.inputs.map((input) => relative(folder, input.path))).toEqual(inputs);
  });

  it.each(["with space", "mit ümlaut 名前", "quote'\"", "a&b;c$(d)"])(
    "lies in a folder named %j",
    async (name) => {
      const folder = project(
        { "schema.ts": `import "./other.js";\n${head}${title}`, "other.ts": "export {};\n" },
        name,
      );
      expect(await entityTypes(join(folder, "schema.ts"))).toEqual(["todo: title"]);
    },
  );

  it("lies behind a symbolic link", async () => {
    const folder = project({ "schema.ts": head + title });
    const link = join(dirname(folder), "link");
    symlinkSync(folder, link, "junction");
    expect(await entityTypes(join(link, "schema.ts"))).toEqual(["todo: title"]);
  });

  it("lies in a workspace whose packages are further up", async () => {
    const folder = project({ "packages/app/schema.ts": head + title });
    expect(await entityTypes(join(folder, "packages/app/schema.ts"))).toEqual(["todo: title"]);
  });

  it("asks packages of a workspace that have dependencies of their own", async () => {
    const folder = project({
      "app/package.json": '{ "type": "module" }',
      "app/schema.ts": `import { title } from "@acme/fields";\nimport { more } from "../shared/more.js";\n${head}${schemaOf("title, more")}`,
      "shared/more.ts": `import words from "words";\nimport { z } from "zod";\nexport const more = z.enum(words);\n`,
      "shared/node_modules/words/package.json": `{ "name": "words", "main": "index.js" }`,
      "shared/node_modules/words/index.js": `module.exports = ["a"];`,
      "fields/package.json": `{ "name": "@acme/fields", "type": "module", "exports": "./index.ts" }`,
      "fields/index.ts": `import words from "others";\nimport { z } from "zod";\nexport const title = z.enum(words);\n`,
      "fields/node_modules/others/package.json": `{ "name": "others", "main": "index.js" }`,
      "fields/node_modules/others/index.js": `module.exports = ["b"];`,
    });
    mkdirSync(join(folder, "app/node_modules/@acme"), { recursive: true });
    symlinkSync(join(folder, "fields"), join(folder, "app/node_modules/@acme/fields"), "junction");
    expect(await entityTypes(join(folder, "app/schema.ts"))).toEqual(["todo: title more"]);
  });

  it("has changed since it was read before", async () => {
    const folder = project({ "schema.ts": head + title });
    const path = join(folder, "schema.ts");
    expect(await entityTypes(path)).toEqual(["todo: title"]);
    writeFileSync(path, head + schemaOf("name: z.string()"));
    expect(await entityTypes(path)).toEqual(["todo: name"]);
  });

  it.skipIf(process.getuid?.() === 0)("has packages that cannot be written to", async () => {
    const folder = project({ "schema.ts": head + title });
    chmodSync(join(folder, "node_modules"), 0o555);
    expect(await entityTypes(join(folder, "schema.ts"))).toEqual(["todo: title"]);
    chmodSync(join(folder, "node_modules"), 0o755);
  });

  it("has a cache folder that is a file", async () => {
    const folder = project({
      "inner/node_modules/words/package.json": `{ "name": "words", "main": "index.js" }`,
      "inner/node_modules/words/index.js": `exports.words = ["a"];`,
      "inner/schema.ts": `import { words } from "words";\n${head}${schemaOf("title: z.enum(words)")}`,
      "inner/node_modules/.cache": "",
    });
    const argv = ["lint", "--schema", "inner/schema.ts", "--quiet"];
    expect(await runCli(folder, argv)).toEqual({ code: 0, stdout: "", stderr: "" });
  });
});

it("names the packages that were imported, with their versions", async () => {
  const folder = project({
    "node_modules/words/package.json": `{ "name": "words", "version": "1.2.3", "main": "index.js" }`,
    "node_modules/words/index.js": `exports.words = ["a"];`,
    "schema.ts": `import "words";\nimport "node:fs";\nimport "path";\n${head}${title}`,
  });
  const { packages } = await loadSchema(join(folder, "schema.ts"));
  expect(packages).toEqual({ words: "1.2.3", zod: expect.stringMatching(/^4\./) as unknown });
});

describe("what goes wrong is told", () => {
  it.skipIf(process.getuid?.() === 0)("a file without permission", async () => {
    const folder = project({ "schema.ts": head + title });
    chmodSync(join(folder, "schema.ts"), 0o000);
    const failure = await loadSchema(join(folder, "schema.ts")).catch((error: unknown) => error);
    expect(failure).toMatchObject({ diagnostics: [{ rule: "schema-syntax", fix: "Make it readable." }] });
  });

  it.each<[string, string, Files, string]>([
    ["a syntax error", "schema-syntax schema.ts:3:12", { "schema.ts": `${head}\tconst ü = ;` }, "Unexpected"],
    [
      "one behind characters of two units",
      "schema-syntax schema.ts:3:14",
      { "schema.ts": `${head}/* 😀 */ x = ;` },
      "Unexpected",
    ],
    [
      "one in another file",
      "schema-syntax other.ts:2:1",
      { "schema.ts": `import "./other.js";\n${head}${title}`, "other.ts": "\n}" },
      "Unexpected",
    ],
    [
      "one behind a byte-order mark and CRLF",
      "schema-syntax schema.ts:2:8",
      { "schema.ts": `\ufeff// a\r\nlet a =;` },
      "Unexpected",
    ],
    [
      "a missing file",
      "import-not-found schema.ts:1:8",
      { "schema.ts": `import "./gone.js";\n${head}${title}` },
      "./gone.js",
    ],
    [
      "a missing package",
      "import-not-found schema.ts:4:15",
      { "schema.ts": `${head}\nimport x from "gone";\n${title}export { x };\n` },
      "gone",
    ],
    [
      "a missing export of a package",
      "schema-throws schema.ts:1:1",
      { "schema.ts": `import { gone } from "zod";\n${head}${title}export const x = gone;\n` },
      "gone",
    ],
    [
      "a throw",
      "schema-throws schema.ts:4:9",
      { "schema.ts": `${head}\n  throw new Error("broken");\n` },
      "broken",
    ],
    [
      "a throw in another file",
      "schema-throws other.ts:2:7",
      {
        "schema.ts": `import "./other.js";\n${head}${title}`,
        "other.ts": `\nthrow new TypeError("broken");\n`,
      },
      "broken",
    ],
    [
      "a throw of what is no error",
      "schema-throws schema.ts:1:1",
      { "schema.ts": `${head}throw "broken";\n` },
      "broken",
    ],
    [
      "a mistake that an authoring function refuses",
      "schema-throws schema.ts:3:49",
      {
        "schema.ts": `${head}export default defineSchema({ entities: { todo: entity(1 as never) }, operations: {} });\n`,
      },
      "entity()",
    ],
    [
      "no default export",
      "schema-shape schema.ts:1:1",
      { "schema.ts": `${head}export const schema = ${title.replace("export default ", "")}` },
      "no default export",
    ],
    [
      "another default export",
      "schema-shape schema.ts:1:16",
      { "schema.ts": `export default { entities: {} };\n` },
      "defineSchema",
    ],
  ])("%s", async (_, wanted, files, words) => {
    const folder = project(files);
    const error = await loadSchema(join(folder, "schema.ts")).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(GeneratorError);
    const { diagnostics } = error as GeneratorError;
    expect(
      diagnostics.map(({ rule, location }) =>
        location ? `${rule} ${relative(folder, location.file)}:${location.line}:${location.column}` : rule,
      ),
    ).toEqual([wanted]);
    expect(diagnostics[0]!.message).toContain(words);
    expect(diagnostics[0]!.fix).not.toBe("");
  });

  it("a throw, where node_modules is a link", async () => {
    const folder = project({ "schema.ts": `${head}\n  throw new Error("broken");\n` });
    const elsewhere = project({});
    rmSync(join(folder, "node_modules"), { recursive: true });
    symlinkSync(join(elsewhere, "node_modules"), join(folder, "node_modules"), "junction");
    await expect(loadSchema(join(folder, "schema.ts"))).rejects.toMatchObject({
      diagnostics: [{ rule: "schema-throws", location: { line: 4, column: 9 } }],
    });
  });

  it("no file at all", async () => {
    const folder = project({});
    await expect(loadSchema(join(folder, "schema.ts"))).rejects.toMatchObject({
      diagnostics: [{ rule: "schema-not-found" }],
    });
  });

  it("a path below a file", async () => {
    const folder = project({ "schema.ts": head + title });
    await expect(loadSchema(join(folder, "schema.ts", "x.ts"))).rejects.toMatchObject({
      diagnostics: [{ rule: "schema-not-found" }],
    });
  });

  it("a folder in its place", async () => {
    const folder = project({ "schema.ts/index.ts": head + title });
    await expect(loadSchema(join(folder, "schema.ts"))).rejects.toBeInstanceOf(GeneratorError);
  });
});

// What the tests run in reads file URLs and packages its own way.
describe("in a process of its own", () => {
  it.each(["with#hash", "with%41percent", "with?mark"])(
    "a schema in a folder named %j is read",
    async (name) => {
      const folder = project({ "schema.ts": head + title }, name);
      expect(await runCli(folder, ["lint"])).toMatchObject({ code: 0 });
    },
  );

  it("what a schema prints stays out of the report", async () => {
    const noisy = `console.log("noise");\nprocess.stdout.write("more");\n`;
    const folder = project({ "schema.ts": head + noisy + title });
    const { code, stdout, stderr } = await runCli(folder, ["lint", "--json"]);
    expect([code, JSON.parse(stdout)]).toMatchObject([0, { command: "lint" }]);
    expect(stderr).toBe("noise\nmore");
  });

  it("a schema that ends the process is no success", async () => {
    const folder = project({ "schema.ts": `${head}process.exit(0);\n` });
    expect(await runCli(folder, ["generate"])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("ended the process") as unknown,
    });
  });

  it("a promise that a schema leaves alone is the schema's failure, not ours", async () => {
    const folder = project({ "schema.ts": `${head}void Promise.reject(new Error("late"));\n${title}` });
    const { code, stderr } = await runCli(folder, ["generate"]);
    expect(code).toBe(2);
    expect(stderr).toContain("failed after it was loaded: Error: late");
    expect(stderr).not.toContain("mistake in kalphite-gen");
  });

  it("packages that were never installed are named", async () => {
    const parent = realpathSync(mkdtempSync(join(tmpdir(), "kalphite-load-")));
    made.push(parent);
    write(parent, { "schema.ts": `// first\n${head}${title}` });
    const { code, stderr } = await runCli(parent, ["lint"]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/import-not-found.* schema\.ts:2:19\n.*"zod".*\n[^]*npm install zod/);
    expect(readdirSync(parent)).toEqual(["schema.ts"]);
  });
});
