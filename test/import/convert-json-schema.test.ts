import { Ajv2020 } from "ajv/dist/2020.js";
import { expect, it } from "vitest";
import { z } from "zod";
import { plainText } from "../../templates/code/index.js";
import { convertJsonSchema } from "../../src/generator/import/json-schema/convert-json-schema.js";
import type { JsonSchema } from "../../src/generator/import/json-schema/standard-json-schema.js";

/** A field of an entity, as it is written in zod 4, and what is told of it. */
function convertField(field: JsonSchema, definitions = {}) {
  const entity = {
    type: "object",
    properties: { id: { type: "string" }, type: { const: "todo" }, field },
    required: ["id", "type", "field"],
    additionalProperties: false,
  };
  const union = { anyOf: [entity], $defs: definitions };
  const { entities, differences, hand } = convertJsonSchema(union, "EntitySchema");
  const text = plainText(entities[0]!.schema);
  const prefix = 'z.strictObject({ id: z.string(), type: z.literal("todo"), field: ';
  expect(text.startsWith(prefix)).toBe(true);
  return { text: text.slice(prefix.length, -" })".length), differences, hand, union };
}

/** Of JSON Schema, in zod 4, with values that both must judge alike. */
const rows: readonly (readonly [given: JsonSchema, wanted: string, values: readonly unknown[]])[] = [
  [{ type: "string" }, "z.string()", ["a", 1, null]],
  [{ type: "string", minLength: 1, maxLength: 2 }, "z.string().min(1).max(2)", ["", "a", "abc"]],
  [{ type: "string", pattern: '^a"\\d$' }, 'z.string().regex(/^a"\\d$/u)', ['a"1', "b"]],
  [{ type: "number", minimum: 0, exclusiveMaximum: 2 }, "z.number().min(0).lt(2)", [0, 2, -1, "1"]],
  [{ type: "integer", minimum: -(2 ** 53 - 1), maximum: 2 ** 53 - 1 }, "z.int()", [1, 1.5]],
  [{ type: "number", multipleOf: 2 }, "z.number().multipleOf(2)", [2, 3]],
  [{ type: "boolean" }, "z.boolean()", [true, 0]],
  [{ type: "null" }, "z.null()", [null, 0]],
  [{ type: ["string", "null"] }, "z.string().nullable()", ["a", null, 1]],
  [{ const: 'a"' }, 'z.literal("a\\"")', ['a"', "b"]],
  [{ enum: ["a", "b"] }, 'z.enum(["a", "b"])', ["a", "c"]],
  [{ enum: [1, "a", null] }, 'z.literal([1, "a", null])', [1, "a", null, 2]],
  [{ type: "array", items: { type: "string" }, minItems: 1 }, "z.array(z.string()).min(1)", [[], ["a"], [1]]],
  [
    { type: "array", prefixItems: [{ type: "string" }, { type: "number" }], items: false, minItems: 2 },
    "z.tuple([z.string(), z.number()])",
    [["a", 1], ["a"], ["a", 1, 2]],
  ],
  [
    { type: "object", additionalProperties: { type: "number" } },
    "z.record(z.string(), z.number())",
    [{ a: 1 }, { a: "b" }],
  ],
  [
    { type: "object", properties: { a: { type: "string" } }, additionalProperties: false },
    "z.strictObject({ a: z.string().optional() })",
    [{}, { a: "x" }, { b: 1 }],
  ],
  [{ anyOf: [{ type: "string" }, { type: "number" }] }, "z.union([z.string(), z.number()])", ["a", 1, true]],
  [
    {
      allOf: [
        { type: "string", minLength: 1 },
        { type: "string", maxLength: 2 },
      ],
    },
    "z.intersection(z.string().min(1), z.string().max(2))",
    ["", "a", "abc"],
  ],
  [{ $ref: "#/$defs/name" }, "z.string().min(1)", ["", "a"]],
  [{}, "z.unknown()", [1]],
  [{ type: "string", description: "A name" }, 'z.string().describe("A name")', ["a"]],
];
const definitions = { name: { type: "string", minLength: 1 } };

it.each(rows.map(([given, wanted, values]) => [wanted, given, values] as const))(
  "writes %s, which takes the same",
  (wanted, given, values) => {
    const { text, hand, union } = convertField(given, definitions);
    expect({ text, hand }).toEqual({ text: wanted, hand: [] });
    const schema = new Function("z", `return z.object({ field: ${text} })`)(z) as z.ZodType;
    const takes = new Ajv2020({ strict: false }).compile(union);
    for (const field of values)
      expect({ field, taken: schema.safeParse({ field }).success }).toEqual({
        field,
        taken: takes({ id: "1", type: "todo", field }),
      });
  },
);

it("fills in defaults, and takes what a library says of its own schema", () => {
  const Todo = z.object({
    id: z.string(),
    type: z.literal("todo"),
    data: z.object({ title: z.string(), done: z.boolean().default(false), note: z.string().optional() }),
    updatedAt: z.number(),
  });
  const { entities, hand } = convertJsonSchema(z.toJSONSchema(Todo, { io: "input" }) as JsonSchema, "Todo");
  expect({ type: entities[0]!.type, text: plainText(entities[0]!.schema), hand }).toEqual({
    type: "todo",
    text: 'z.object({ id: z.string(), type: z.literal("todo"), data: z.object({ title: z.string(), done: z.boolean().default(false), note: z.string().optional() }), updatedAt: z.number() })',
    hand: [],
  });
});

it.each([
  [{ type: "string", format: "hostname" }, "z.string()", /format "hostname"/],
  [{ type: "array", items: { type: "string" }, uniqueItems: true }, "z.array(z.string())", /"uniqueItems"/],
  [{ type: "string", pattern: "(" }, "z.string()", /no regular expression/],
  [{ $ref: "https://example.com/x.json" }, "z.unknown()", /leads out of the document/],
  [{ enum: [{ a: 1 }] }, "z.unknown()", /constants/],
])("leaves what cannot be carried over to people: %j", (given, wanted, told) => {
  const { text, hand } = convertField(given);
  expect({ text, path: hand[0]!.path }).toEqual({ text: wanted, path: "todo.field" });
  expect(hand[0]!.message).toMatch(told);
});

it("does not follow a type into itself for ever", () => {
  const node = {
    type: "object",
    properties: { next: { $ref: "#/$defs/node" } },
    additionalProperties: false,
  };
  const { text, hand } = convertField({ $ref: "#/$defs/node" }, { node });
  expect(text).toBe("z.strictObject({ next: z.unknown().optional() })");
  expect(hand[0]!.message).toMatch(/contains itself/);
});

it.each([
  [{ type: "string", format: "email" }, "z.email()", /format "email"/],
  [{ type: "integer" }, "z.int()", /2\^53/],
  [
    { type: "object", properties: { a: { type: "string" } } },
    "z.object({ a: z.string().optional() })",
    /dropped/,
  ],
  [{ oneOf: [{ type: "string" }, { type: "number" }] }, "z.union([z.string(), z.number()])", /oneOf/],
])("tells of each difference: %j", (given, wanted, told) => {
  const { text, differences } = convertField(given);
  expect(text).toBe(wanted);
  expect(differences).toEqual([{ path: "todo.field", message: expect.stringMatching(told) as string }]);
});

it("refuses what is no entity", () => {
  expect(() => convertJsonSchema({ type: "string" }, "X")).toThrow(/A member of X is not an object/);
});
