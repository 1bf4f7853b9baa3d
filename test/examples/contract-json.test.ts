import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadContract } from "./support/built-generator.js";
import { exampleFolder, exampleNames, repository } from "./support/example-projects.js";

interface ContractJson {
  readonly version: number;
  readonly fingerprint: string;
  readonly entities: readonly { readonly type: string; readonly fields: readonly string[] }[];
  readonly operations: readonly { readonly name: string }[];
}

describe.each(exampleNames)("examples/%s/generated/contract.json", (name) => {
  const folder = join(exampleFolder(name), "generated");
  const parsed = JSON.parse(readFileSync(join(folder, "contract.json"), "utf8")) as ContractJson;

  it("has the fingerprint that the code carries", () => {
    expect(parsed.version).toBe(1);
    expect(parsed.fingerprint).toMatch(/^[0-9a-f]{64}$/);
    expect(readFileSync(join(folder, "contract.gen.ts"), "utf8")).toContain(parsed.fingerprint);
  });

  it("holds what the schema declares", async () => {
    const { contract, diagnostics } = await loadContract(join(exampleFolder(name), "schema.ts"));
    expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
    expect(parsed.fingerprint).toBe(contract.fingerprint);
    expect(parsed.entities.map(({ type, fields }) => [type, fields])).toEqual(
      contract.entities.map(({ type, fields }) => [type, fields.map((field) => field.name)]),
    );
    const declared = contract.operations.filter(({ origin }) => origin === "declared");
    expect(parsed.operations.map((operation) => operation.name)).toEqual(declared.map((each) => each.name));
  });
});

describe("the fingerprint", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "kalphite-fingerprint-"));
    symlinkSync(join(repository, "node_modules"), join(folder, "node_modules"), "junction");
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const todo = `todo: entity({ title: z.string().min(1), done: z.boolean().default(false) }),`;
  const project = `project: entity({ name: z.string() }),`;
  const add = `addTodo: create("todo", { args: ["title"] }),`;
  const finish = `finishTodo: update("todo", { set: { done: true } }),`;
  const archive = `archive: custom({ args: { projectId: z.string() }, touches: ["project"] }),`;
  const schemaOf = (entities: readonly string[], operations: readonly string[]) =>
    `import { z } from "zod";
import { create, custom, defineSchema, entity, update } from "kalphite-gen/schema";
export default defineSchema({
  entities: { ${entities.join("\n")} },
  operations: { ${operations.join("\n")} },
});
export const used = [create, custom, update];
`;
  const base = schemaOf([todo, project], [add, finish, archive]);

  let count = 0;
  async function fingerprint(text: string): Promise<string> {
    count += 1;
    const path = join(folder, String(count), "schema.ts");
    mkdirSync(join(folder, String(count)));
    writeFileSync(path, text);
    const { contract, diagnostics } = await loadContract(path);
    expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
    return contract.fingerprint;
  }

  it.each([
    ["documentation", base.replace("addTodo:", "/** Adds a todo. @deprecated */ addTodo:")],
    ["a description", base.replace("z.string().min(1)", 'z.string().min(1).describe("What is to be done")')],
    ["the order of entities", schemaOf([project, todo], [add, finish, archive])],
    ["the order of operations", schemaOf([todo, project], [archive, finish, add])],
    ["layout", base.replaceAll("\n", "\n\n")],
  ])("is not changed by %s", async (_what, text) => {
    expect(text).not.toBe(base);
    expect(await fingerprint(text)).toBe(await fingerprint(base));
  });

  it.each([
    ["a constraint", base.replace("min(1)", "min(2)")],
    ["a default", base.replace("default(false)", "default(true)")],
    ["a new field", base.replace("name: z.string()", "name: z.string(), color: z.string().optional()")],
    ["an argument's type", base.replace("projectId: z.string()", "projectId: z.number()")],
    ["an argument that may be left out", base.replace('["title"]', '["title", "done?"]')],
    ["an effect", base.replace("set: { done: true }", "set: { done: false }")],
    ["an operation's name", base.replace("finishTodo", "completeTodo")],
    ["what an operation touches", base.replace('["project"]', '["project", "todo"]')],
    ["an entity's name", base.replace("project:", "list:").replace('["project"]', '["list"]')],
  ])("is changed by %s", async (_what, text) => {
    expect(text).not.toBe(base);
    expect(await fingerprint(text)).not.toBe(await fingerprint(base));
  });
});
