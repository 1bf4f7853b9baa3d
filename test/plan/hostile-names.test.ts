import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { generate, type GenerateResult } from "../../src/generator/index.js";
import { createProject, importContract, removeProject, typeErrors } from "./generated-project.js";

const globals = ["Array", "Date", "JSON", "Map", "Number", "Object", "RegExp", "Set", "String", "URL"];
const schema = `import { z } from "zod";
import { append, arg, create, custom, defineSchema, entity, increment, now, unset, update, upsert, user, without } from "kalphite-gen/schema";

const data = { title: z.string(), at: z.string().optional(), tags: z.array(z.string()).default([]), n: z.number().default(0), exact: z.string().exactOptional(), size: z.string().transform((text) => text.length).optional() };
export default defineSchema({
  entities: {
    todo: entity(data),
    ${["user", "Entities", "definitions", "client", "addTodoInput", "todoData", "constructor", "toString", "con", "Mutate", "function", "first-name", "名前"].map((name) => `${JSON.stringify(name)}: entity({ title: z.string(), at: z.string().regex(/[\\p{L}]/v) }),`).join("\n    ")}
  },
  operations: {
    ${globals.map((name) => `${name}: update("todo", { args: ["title"], set: { at: now() } }),`).join("\n    ")}
    toOperation: update("todo", { args: ["title"] }),
    toSyncChanges: update("user", { args: ["title"] }),
    User: update("todo", { args: ["title"] }),
    addTodo: create("todo", { args: ["title"] }),
    AddTodo: create("user", { args: ["title"], set: { at: "a" } }),
    "add-todo": create("todo", { args: ["title"] }),
    constructor: update("todo", { args: ["title"] }),
    hasOwnProperty: custom({ args: { toString: z.string(), constructor: z.string().exactOptional() }, touches: ["todo"] }),
    delete: custom({ args: {}, touches: ["todo"] }),
    contract: custom({ args: { mutators: z.string(), tx: z.string(), input: z.string(), context: z.string().optional() }, touches: ["user"] }),
    item: update("todo", { args: { item: z.string(), _item: z.string() }, set: { tags: without(arg("item")), title: arg("_item") } }),
    stamp: update("todo", { args: { Date: z.string(), current: z.number(), fields: z.string().optional() }, set: { title: arg("Date"), at: now(), n: increment(arg("current")), exact: arg("fields") } }),
    say: update("todo", { set: { title: "the context, tx and fields */ \${x}" } }),
    ignore: update("todo", { args: { a: z.string(), b: z.string(), c: z.string() }, set: { title: arg("b") } }),
    saveExact: upsert("todo", { args: ["title", "exact?"] }),
    moveExact: update("todo", { args: { title: z.string().optional() }, set: { title: arg("title"), exact: unset() } }),
    measure: update("todo", { args: { n: z.string().transform((text) => text.length) }, set: { n: arg("n") } }),
    tag: upsert("todo", { args: { title: z.string(), tag: z.string().optional() }, set: { title: arg("title"), tags: append(arg("tag")), at: user() } }),
  },
});
`;

/** Its handler is exported by the operation's own name, which no variable can have. */
const deleteHandler = `import type { DeleteMutator } from "../generated/entities/todo.gen.js";

const remove: DeleteMutator = () => {};
export { remove as delete };
`;

let folder: string;
let result: GenerateResult;
beforeAll(async () => {
  folder = createProject({ "schema.ts": schema, "handlers/delete.ts": deleteHandler });
  result = await generate({ cwd: folder });
});
afterAll(() => removeProject(folder));

it("are generated without an error", () => {
  const errors = result.plans
    .flatMap(({ diagnostics }) => diagnostics)
    .filter(({ severity }) => severity === "error");
  expect(errors).toEqual([]);
  expect(result.written).toBe(true);
});

it("compile under the strictest flags", async () => {
  expect(await typeErrors(folder)).toEqual([]);
});

it("are on the wire what they are in the schema", async () => {
  const contract = await importContract(folder);
  const { entities, operations } = result.plans[0]!.contract;
  expect(Object.keys(contract.entities)).toEqual(entities.map(({ type }) => type));
  expect(Object.keys(contract.operations).sort()).toEqual(operations.map(({ name }) => name).sort());
  for (const [name, operation] of Object.entries(contract.operations)) expect(operation.name).toBe(name);
});

it("may be what a handler is exported by", () => {
  const contract = readFileSync(join(folder, "generated/contract.gen.ts"), "utf8");
  expect(contract).toContain('import { delete as delete_ } from "../handlers/delete.js";');
});

it("are told where generated code must call something else", () => {
  const told = result.plans[0]!.diagnostics.filter(({ rule }) => rule === "reserved-word");
  for (const name of ["Date", "toOperation", "contract", "delete"])
    expect(told.map(({ message }) => message).join("\n")).toMatch(
      new RegExp(`"${name}" is a .*, so the operation's function is called "${name}[2_]"`),
    );
});
