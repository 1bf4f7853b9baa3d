import { expect, it } from "vitest";
import { z as zod4 } from "zod";
import { z } from "zod-3";
import { plainText } from "../../templates/code/index.js";
import { convertZod3 } from "../../src/generator/import/zod3/convert-zod3.js";
import { asZod3 } from "../../src/generator/import/zod3/zod3-schema.js";

/** A field of an entity, as it is written in zod 4, and what is told of it. */
function convertField(field: z.ZodTypeAny) {
  const union = z.discriminatedUnion("type", [z.object({ id: z.string(), type: z.literal("todo"), field })]);
  const { entities, differences, hand } = convertZod3(asZod3(union)!, "EntitySchema");
  const text = plainText(entities[0]!.schema);
  const field4 = /^z\.object\(\{ id: z\.string\(\), type: z\.literal\("todo"\), field: (.*) \}\)$/s.exec(
    text,
  )![1]!;
  return { text: field4, differences, hand };
}

/** What TypeScript makes of `enum Level { Low, High = 5 }`. */
const Level = { Low: 0, High: 5, 0: "Low", 5: "High" } as const;

/** Of zod 3, in zod 4, with values that both must judge alike. */
const rows: readonly (readonly [given: z.ZodTypeAny, wanted: string, values: readonly unknown[]])[] = [
  [z.string(), "z.string()", ["", "a", 1, null, undefined]],
  [z.string().min(2).max(3), "z.string().min(2).max(3)", ["a", "ab", "abcd"]],
  [z.string().length(2), "z.string().length(2)", ["a", "ab"]],
  [z.string().email(), "z.email()", ["a@b.co", "a@b", ""]],
  [z.string().url(), "z.url()", ["https://a.b/c", "x"]],
  [z.string().uuid(), "z.guid()", ["00000000-0000-0000-0000-000000000001", "x"]],
  [z.string().min(3).email(), "z.string().min(3).pipe(z.email())", ["a@b.co", "a@b"]],
  [z.string().datetime(), "z.iso.datetime()", ["2024-01-02T03:04:05Z", "2024-01-02T03:04:05+01:00", "2024"]],
  [z.string().datetime({ offset: true }), "z.iso.datetime({ offset: true })", ["2024-01-02T03:04:05+01:00"]],
  [z.string().date(), "z.iso.date()", ["2024-01-02", "2024-13-02"]],
  [z.string().ip(), "z.union([z.ipv4(), z.ipv6()])", ["1.2.3.4", "::1", "x"]],
  [z.string().regex(/^a"\d$/i), 'z.string().regex(/^a"\\d$/i)', ['A"1', "b"]],
  [z.string().startsWith("a").endsWith("z"), 'z.string().startsWith("a").endsWith("z")', ["a-z", "b"]],
  [z.string().includes("b", { position: 1 }), 'z.string().includes("b", { position: 1 })', ["ab", "ba"]],
  [z.string().trim().min(1), "z.string().trim().min(1)", [" ", " a "]],
  [z.coerce.number(), "z.coerce.number()", ["1", "x", 2]],
  [z.number().int().min(0).max(9), "z.number().int().min(0).max(9)", [0, 9, 10, 1.5]],
  [z.number().positive().lt(5).finite(), "z.number().gt(0).lt(5)", [0, 1, 5]],
  [z.number().multipleOf(0.5), "z.number().multipleOf(0.5)", [1.5, 1.3]],
  [z.boolean().default(false), "z.boolean().default(false)", [true, undefined, "x"]],
  [z.null(), "z.null()", [null, 0]],
  [z.unknown(), "z.unknown().optional()", [undefined, 1]],
  [z.literal('a"b'), 'z.literal("a\\"b")', ['a"b', "a"]],
  [z.enum(["a", "b"]), 'z.enum(["a", "b"])', ["a", "c"]],
  [z.nativeEnum(Level), "z.literal([0, 5])", [0, 5, 1, "Low"]],
  [z.nativeEnum({ A: "a", B: "b" } as const), 'z.enum(["a", "b"])', ["a", "A"]],
  [z.array(z.string()).min(1).max(2), "z.array(z.string()).min(1).max(2)", [[], ["a"], ["a", "b", "c"]]],
  [z.tuple([z.string()]).rest(z.number()), "z.tuple([z.string()], z.number())", [["a"], ["a", 1], [1]]],
  [z.record(z.number()), "z.record(z.string(), z.number())", [{ a: 1 }, { a: "b" }]],
  [
    z.record(z.enum(["a", "b"]), z.number()),
    'z.partialRecord(z.enum(["a", "b"]), z.number())',
    [{ a: 1 }, {}, { c: 1 }],
  ],
  [z.object({ a: z.string() }), "z.object({ a: z.string() })", [{ a: "x", b: 1 }, {}]],
  [z.object({ a: z.string() }).strict(), "z.strictObject({ a: z.string() })", [{ a: "x" }, { a: "x", b: 1 }]],
  [z.object({}).passthrough(), "z.looseObject({})", [{ b: 1 }]],
  [z.object({}).catchall(z.number()), "z.object({}).catchall(z.number())", [{ b: 1 }, { b: "x" }]],
  [z.union([z.string(), z.number()]), "z.union([z.string(), z.number()])", ["a", 1, true]],
  [
    z.discriminatedUnion("kind", [z.object({ kind: z.literal("a") }), z.object({ kind: z.literal("b") })]),
    'z.discriminatedUnion("kind", [z.object({ kind: z.literal("a") }), z.object({ kind: z.literal("b") })])',
    [{ kind: "a" }, { kind: "c" }],
  ],
  [
    z.intersection(z.object({ a: z.string() }), z.object({ b: z.string() })),
    "z.intersection(z.object({ a: z.string() }), z.object({ b: z.string() }))",
    [{ a: "1", b: "2" }, { a: "1" }],
  ],
  [z.string().optional(), "z.string().optional()", [undefined, null]],
  [z.string().nullable().default(null), "z.string().nullable().default(null)", [undefined, null, 1]],
  [z.string().nullish(), "z.string().nullable().optional()", [undefined, null, 1]],
  [z.number().catch(3), "z.number().catch(3)", ["x", 1]],
  [z.string().readonly(), "z.string().readonly()", ["a", 1]],
  [z.string().describe("What\nit is"), 'z.string().describe("What\\nit is")', ["a"]],
  [z.lazy(() => z.string()), "z.string()", ["a", 1]],
];

it.each(rows.map(([given, wanted, values]) => [wanted, given, values] as const))(
  "writes %s, which takes the same",
  (wanted, given, values) => {
    const { text, hand } = convertField(given);
    expect({ text, hand }).toEqual({ text: wanted, hand: [] });
    const schema = new Function("z", `return z.object({ field: ${text} })`)(zod4) as zod4.ZodType;
    const before = z.object({ field: given });
    for (const field of values) {
      const [old, now] = [before.safeParse({ field }), schema.safeParse({ field })];
      expect({ field, ...(now.success ? { data: now.data } : {}) }).toEqual({
        field,
        ...(old.success ? { data: old.data as unknown } : {}),
      });
    }
  },
);

type Tree = { readonly children: Tree[] };
const tree: z.ZodType<Tree> = z.object({ children: z.array(z.lazy(() => tree)) });

it.each([
  [z.string().refine((text) => text !== "x"), "z.string()", /refine runs code/],
  [z.string().transform(Number), "z.string()", /transform runs code/],
  [z.preprocess(String, z.string()), "z.string()", /preprocess runs code/],
  [z.bigint(), "z.unknown()", /cannot carry a bigint/],
  [z.map(z.string(), z.string()), "z.unknown()", /z\.record/],
  [z.string().default(() => String(Math.random())), "z.string()", /default is made by code/],
  [
    z.object({ d: z.date() }).default({ d: new Date(0) }),
    "z.object({ d: z.iso.datetime() })",
    /default is made by code/,
  ],
  [tree, "z.object({ children: z.array(z.unknown()) })", /contains itself/],
])("leaves what cannot be carried over to people: %#", (given, wanted, told) => {
  const { text, hand } = convertField(given as z.ZodTypeAny);
  expect(text).toBe(wanted);
  expect(hand.map(({ message }) => message).join()).toMatch(told);
  expect(hand[0]!.path).toMatch(/^todo\.field/);
});

it.each([
  [z.date(), "z.iso.datetime()", /ISO 8601/],
  [z.string().email(), "z.email()", /zod 4/],
  [z.number().int(), "z.number().int()", /2\^53/],
  [z.string().brand<"Id">(), "z.string()", /brand/],
])("tells of each difference: %#", (given, wanted, told) => {
  const { text, differences } = convertField(given as z.ZodTypeAny);
  expect(text).toBe(wanted);
  expect(differences).toEqual([{ path: "todo.field", message: expect.stringMatching(told) as string }]);
});

it("refuses what is no union of entities", () => {
  const convert = (schema: z.ZodTypeAny) => () => convertZod3(asZod3(schema)!, "EntitySchema");
  expect(convert(z.string())).toThrow(/EntitySchema is a ZodString of zod 3/);
  expect(convert(z.union([z.object({ id: z.string() }), z.object({ a: z.string() })]))).toThrow(
    /is no entity/,
  );
});
