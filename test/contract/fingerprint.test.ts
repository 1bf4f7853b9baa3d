import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { fingerprintOf } from "../../src/contract/fingerprint.js";
import { arg, create, custom, entity, remove, update } from "../../src/schema/index.js";
import { introspected } from "../introspect/introspected.js";

const fields = {
  title: z.string().min(1),
  status: z.enum(["open", "done"]).default("open"),
  size: z
    .number()
    .refine((size) => size > 0)
    .optional(),
};
const operations = {
  addTodo: create("todo", { args: ["title"] }),
  rename: update("todo", { args: { to: z.string() }, set: { title: arg("to") } }),
  sweep: custom({ args: { before: z.number().optional() }, touches: ["todo", "user"] }),
};
const entities = { todo: entity(fields), user: entity({ name: z.string() }) };

const of = (someEntities: unknown, someOperations: { readonly [name: string]: unknown } = operations) =>
  introspected(someEntities, someOperations).contract.fingerprint;
const wanted = of(entities);
const todo = (shape: z.core.$ZodLooseShape) => ({ ...entities, todo: entity(shape) });

describe("the fingerprint stays the same", () => {
  it.each<[string, string]>([
    ["when it is taken again", of(entities)],
    ["in another order of entities", of({ user: entities.user, todo: entities.todo })],
    [
      "in another order of operations",
      of(entities, Object.fromEntries(Object.entries(operations).toReversed())),
    ],
    [
      "with other descriptions",
      of(todo({ ...fields, title: fields.title.describe("The title.").meta({ deprecated: true }) })),
    ],
    ["with a brand", of(todo({ ...fields, title: z.string().min(1).brand("Title") }))],
  ])("%s", (_, fingerprint) => {
    expect(fingerprint).toBe(wanted);
  });
});

describe("the fingerprint changes", () => {
  const { addTodo, rename, sweep } = operations;
  it.each<[string, string]>([
    ["with an entity", of({ ...entities, tag: entity({}) })],
    [
      "with an entity's shape",
      of({ ...entities, user: z.object({ id: z.string(), type: z.literal("user"), name: z.string() }) }),
    ],
    ["with a field", of(todo({ ...fields, note: z.string().optional() }))],
    ["with a check", of(todo({ ...fields, title: z.string().min(2) }))],
    ["with a default", of(todo({ ...fields, status: z.enum(["open", "done"]).default("done") }))],
    ["with optionality", of(todo({ ...fields, title: fields.title.optional() }), { rename, sweep })],
    [
      "with what is done with unknown keys",
      of(todo({ ...fields, title: fields.title, extra: z.strictObject({}) })),
    ],
    ["with an operation", of(entities, { ...operations, gone: remove("todo") })],
    ["without an operation", of(entities, { addTodo, rename })],
    ["with an operation's name", of(entities, { addTodo2: addTodo, rename, sweep })],
    [
      "with an argument's name",
      of(entities, {
        addTodo,
        rename: update("todo", { args: { as: z.string() }, set: { title: arg("as") } }),
        sweep,
      }),
    ],
    [
      "with an argument's type",
      of(entities, {
        addTodo,
        rename,
        sweep: custom({ args: { before: z.int().optional() }, touches: ["todo", "user"] }),
      }),
    ],
    ["with the order of arguments", of(entities, { addTodo: create("todo", { args: ["title", "size"] }) })],
    [
      "with what an operation touches",
      of(entities, {
        addTodo,
        rename,
        sweep: custom({ args: { before: z.number().optional() }, touches: ["todo"] }),
      }),
    ],
    [
      "with an effect",
      of(entities, { addTodo: create("todo", { args: ["title"], set: { status: "done" } }), rename, sweep }),
    ],
  ])("%s", (_, fingerprint) => {
    expect(fingerprint).toMatch(/^[\da-f]{64}$/);
    expect(fingerprint).not.toBe(wanted);
  });

  it("with what a transform takes", () => {
    const takes = (schema: z.ZodType) => of({ todo: entity({ a: schema.pipe(z.transform(String)) }) }, {});
    expect(takes(z.string())).not.toBe(takes(z.number()));
  });
});

it("is the same wherever a refinement stands in the schema", () => {
  const { contract } = introspected(entities, operations);
  const { fingerprint: _, ...bare } = contract;
  const moved = JSON.parse(
    JSON.stringify(bare).replaceAll('"path":["entities"', '"path":["elsewhere"'),
  ) as typeof bare;
  expect(moved).not.toEqual(bare);
  expect(fingerprintOf(moved)).toBe(wanted);
});

it("is the same whatever is documented, and another whatever is renamed", () => {
  const { contract } = introspected(entities, operations);
  const { fingerprint: _, ...bare } = contract;
  fc.assert(
    fc.property(fc.string(), fc.nat({ max: 1 }), fc.nat({ max: 2 }), (text, entityIndex, operationIndex) => {
      const documented = {
        ...bare,
        entities: bare.entities.map((each, index) =>
          index === entityIndex
            ? { ...each, doc: text, fields: each.fields.map((field) => ({ ...field, deprecated: text })) }
            : each,
        ),
        operations: bare.operations.map((each, index) =>
          index === operationIndex ? { ...each, doc: text, deprecated: true as const } : each,
        ),
      };
      expect(fingerprintOf(documented)).toBe(wanted);
      const renamed = {
        ...bare,
        operations: bare.operations.map((each, index) =>
          index === operationIndex ? { ...each, name: `${each.name}${text}!` } : each,
        ),
      };
      expect(fingerprintOf(renamed)).not.toBe(wanted);
    }),
    { numRuns: 50 },
  );
});
