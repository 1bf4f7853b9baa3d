import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { z } from "zod";
import type { Report } from "../../src/generator/cli/report.js";
import { suggestOperations } from "../../src/generator/import/suggest-operations.js";
import { appFolder, packageFolder, plainSchema, runCli } from "../cli/run-cli.js";
import { compile } from "../examples/support/compile.js";

/** A package in which kalphite-gen and both versions of zod are found. */
function importingApp(files: { readonly [path: string]: unknown }): string {
  const app = appFolder(files);
  const link = (name: string, from: string) => symlinkSync(from, join(app, "node_modules", name), "junction");
  link("kalphite-gen", packageFolder);
  link("zod-3", join(packageFolder, "node_modules", "zod-3"));
  mkdirSync(join(app, "node_modules", "@types"));
  link("@types/node", join(packageFolder, "node_modules", "@types", "node"));
  return app;
}

async function importReport(app: string, argv: readonly string[]) {
  const { code, stdout } = await runCli(app, ["import", ...argv, "--json"]);
  return { code, report: (JSON.parse(stdout) as Report).import! };
}

/** What a schema file must pass: it loads, nothing is found, it generates, and all of it compiles. */
async function expectGenerates(app: string) {
  const lint = await runCli(app, ["lint", "--json"]);
  expect((JSON.parse(lint.stdout) as Report).projects[0]!.diagnostics).toEqual([]);
  expect((await runCli(app, ["generate", "--quiet"])).code).toBe(0);
  expect(await compile("typescript", app, { include: ["**/*.ts"], options: { skipLibCheck: true } })).toEqual(
    [],
  );
}

const zod3Entities = `import { z } from "zod-3";

const Todo = z.object({
  id: z.string(),
  type: z.literal("todo"),
  data: z.object({
    title: z.string().min(1),
    done: z.boolean().default(false),
    dueAt: z.date().optional(),
    slug: z.string().refine((text) => !text.includes(" ")),
  }),
  updatedAt: z.number(),
});
const Note = z.object({ id: z.string(), type: z.literal("note"), text: z.string(), updatedAt: z.number() });
export const EntitySchema = z.discriminatedUnion("type", [Todo, Note]);
`;

it("uses a union of zod 4 in place", { timeout: 60_000 }, async () => {
  const app = importingApp({});
  mkdirSync(join(app, "src"));
  cpSync(join(packageFolder, "examples/code-review/entities.ts"), join(app, "src/entities.ts"));
  const { code, stderr } = await runCli(app, ["import", "src/entities.ts#EntitySchema"]);
  expect({ code, stderr }).toEqual({
    code: 0,
    stderr: expect.stringContaining(
      "src/schema.ts: uses EntitySchema of src/entities.ts in place\n",
    ) as string,
  });
  const schema = readFileSync(join(app, "src/schema.ts"), "utf8");
  expect(schema).toContain('import { EntitySchema } from "./entities.js";\n');
  expect(schema).toContain("  entities: EntitySchema,\n");
  expect(schema).toContain('updateTaskAssigneeId: update("task", { args: ["assigneeId"] }),');
  await expectGenerates(app);
  expect(readFileSync(join(app, "src/generated/legacy.gen.ts"), "utf8")).toContain("upsertreview");
});

it("writes a union of zod 3 in zod 4, and tells what differs", { timeout: 60_000 }, async () => {
  const app = importingApp({ "entities.ts": zod3Entities });
  const { code, report } = await importReport(app, ["entities"]);
  expect({ code, source: report.source, schema: report.schema, written: report.written }).toEqual({
    code: 0,
    source: { module: "entities.ts", export: "EntitySchema", kind: "zod3" },
    schema: "schema.ts",
    written: true,
  });
  expect(report.differences.map(({ path }) => path)).toEqual(["todo.data.dueAt"]);
  expect(report.hand.map(({ path }) => path)).toEqual(["todo.data.slug"]);
  const schema = readFileSync(join(app, "schema.ts"), "utf8");
  expect(schema).toContain('createNote: create("note", { args: ["text"], set: { updatedAt: now() } }),');
  await expectGenerates(app);
});

it("writes what a Standard Schema says as JSON Schema", { timeout: 60_000 }, async () => {
  const app = importingApp({
    "entities.mjs": `const entity = (type, data) => ({
      type: "object",
      properties: { id: { type: "string" }, type: { const: type }, data, updatedAt: { type: "number" } },
      required: ["id", "type", "data", "updatedAt"],
    });
    const schema = { oneOf: [
      entity("todo", { type: "object", properties: { title: { type: "string" }, done: { type: "boolean", default: false } }, required: ["title"] }),
      entity("user-group", { type: "object", properties: { name: { type: "string" } }, required: ["name"] }),
    ] };
    export const Entities = { "~standard": { version: 1, vendor: "any", validate: () => ({ issues: [] }), jsonSchema: { input: ({ target }) => {
      if (target !== "draft-2020-12") throw new Error("unknown target");
      return schema;
    }, output: () => schema } } };`,
  });
  const { code, report } = await importReport(app, ["entities.mjs"]);
  expect({ code, source: report.source, entities: report.entities }).toEqual({
    code: 0,
    source: { module: "entities.mjs", export: "Entities", kind: "json-schema" },
    entities: [
      { type: "todo", operations: ["createTodo", "updateTodo", "removeTodo"] },
      { type: "user-group", operations: ["createUserGroup", "updateUserGroup", "removeUserGroup"] },
    ],
  });
  await expectGenerates(app);
});

it("overwrites nothing", async () => {
  const app = importingApp({ "entities.ts": zod3Entities, "schema.ts": plainSchema });
  const { code, stderr } = await runCli(app, ["import", "entities.ts#EntitySchema"]);
  expect({ code, stderr }).toEqual({
    code: 0,
    stderr: expect.stringContaining("kept     schema.ts") as string,
  });
  expect(readFileSync(join(app, "schema.ts"), "utf8")).toBe(plainSchema);
});

it("writes nothing with --dry-run, and shows the schema with --diff", async () => {
  const app = importingApp({ "entities.ts": zod3Entities });
  const { code, stderr } = await runCli(app, [
    "import",
    "entities.ts",
    "--dry-run",
    "--diff",
    "--schema",
    "a/s.ts",
  ]);
  expect(code).toBe(0);
  expect(stderr).toContain("+export default defineSchema({");
  expect(stderr).toContain("(dry run: nothing was written)");
  expect(existsSync(join(app, "a"))).toBe(false);
});

it("says nothing with --quiet", async () => {
  const app = importingApp({ "entities.ts": zod3Entities });
  expect(await runCli(app, ["import", "entities.ts", "--quiet"])).toEqual({
    code: 0,
    stdout: "",
    stderr: "",
  });
  expect(existsSync(join(app, "schema.ts"))).toBe(true);
});

it("tells of entities that the generator does not take, and exits with 1", async () => {
  const app = importingApp({
    "entities.ts": `import { z } from "zod";
const Todo = z.object({ id: z.string(), type: z.literal("todo"), data: z.object({ title: z.string(), at: z.date() }), updatedAt: z.number() });
const Note = z.object({ id: z.string(), type: z.literal("note"), data: z.object({ text: z.string() }), updatedAt: z.number() });
export const EntitySchema = z.discriminatedUnion("type", [Todo, Note]);
`,
  });
  const { code, report } = await importReport(app, ["entities.ts"]);
  expect(code).toBe(1);
  expect(report.diagnostics.map(({ rule }) => rule)).toEqual(["non-json-type"]);
});

it.each([
  [["import"], "import needs a module: kalphite-gen import src/entities.ts#EntitySchema"],
  [["import", "a.ts", "b.ts"], 'import takes one module; "b.ts" is one too many.'],
  [["import", "none.ts#X"], "There is no module none.ts"],
  [["import", "entities.ts#EntitySchem"], "Did you mean EntitySchema?"],
  [["import", "entities.ts#other"], "is no schema"],
  [["import", "entities.ts#validator"], "gives no JSON Schema"],
  [["import", "entities.ts#text"], "text is a ZodString of zod 3"],
  [["import", "entities.ts", "--scan", "nowhere"], "There is no folder"],
  [["import", "entities.ts", "--fix"], "--fix needs --client"],
  [["import", "entities.ts", "--yes"], "--yes confirms --fix"],
  [["import", "entities.ts", "--client", "entities.ts#none", "--scan", "code"], "has no export none"],
])("says what is wrong with %j", async (argv, message) => {
  const app = importingApp({
    "entities.ts": `${zod3Entities}
export const text = z.string();
export const other = 1;
export const validator = { "~standard": { version: 1, vendor: "any", validate: () => ({ issues: [] }) } };
`,
    "code/use.ts": "declare const store: any;\nstore.todo.delete('1');\n",
  });
  const { code, stderr } = await runCli(app, argv);
  expect(stderr).toContain(message);
  expect(code).toBe(2);
  expect(existsSync(join(app, "schema.ts"))).toBe(false);
});

const entityOf = (type: string, fields: z.ZodRawShape) =>
  z.object({ id: z.string(), type: z.literal(type), data: z.object(fields), updatedAt: z.number() });

it.each([
  [
    "required fields come first",
    { a: z.string().optional(), b: z.string() },
    ["create(b, a?)", "update(a?, b?)", "remove()"],
  ],
  [
    "what takes null stands alone",
    { a: z.string().nullable(), b: z.string() },
    ["create(a, b)", "update(b?)", "updateA(a)", "remove()"],
  ],
  ["no fields, no update", {}, ["create()", "remove()"]],
  [
    "eight arguments at most",
    Object.fromEntries([..."abcdefghij"].map((name) => [name, z.string().default("")])),
    [
      "create(a?, b?, c?, d?, e?, f?, g?, h?)",
      "update(a?, b?, c?, d?, e?, f?, g?, h?)",
      "updateI(i)",
      "updateJ(j)",
      "remove()",
    ],
  ],
])("suggests operations: %s", (_, fields, wanted) => {
  const union = z.discriminatedUnion("type", [entityOf("todo", fields)]);
  const { operations, findings } = suggestOperations(union);
  const shown = operations.map(({ name, args }) => `${name.replace("Todo", "")}(${args.join(", ")})`);
  expect({ shown, findings }).toEqual({ shown: wanted, findings: [] });
});

it("leaves out what would have the name of another", () => {
  const union = z.discriminatedUnion("type", [
    entityOf("user-group", { a: z.string() }),
    entityOf("userGroup", { a: z.string() }),
  ]);
  const { operations, hand } = suggestOperations(union);
  expect(new Set(operations.map(({ name }) => name.toLowerCase())).size).toBe(operations.length);
  expect(hand.map(({ path }) => path)).toContain("userGroup");
});
