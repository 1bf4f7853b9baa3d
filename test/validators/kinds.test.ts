import { describe, expect, test } from "vitest";
import { z } from "zod";
import { disagreement } from "./support/agreement.js";
import { compileValidators } from "./support/compile-validators.js";

/** A schema; values with what comes out; values with the issues that they have. */
interface Kind {
  readonly name: string;
  readonly schema: z.ZodType;
  readonly valid: readonly (readonly [input: unknown, output: unknown])[];
  readonly wrong: readonly (readonly [input: unknown, ...issues: string[]])[];
}

const same = (...values: readonly unknown[]) => values.map((value) => [value, value] as const);

const kinds: readonly Kind[] = [
  {
    name: "string lengths count code points",
    schema: z.string().min(2).max(3),
    valid: same("ab", "😀😀😀", "\ud800\ud800"),
    wrong: [
      ["😀", "too_small @"],
      ["abcd", "too_big @"],
      [1, "invalid_type @"],
      [["a"], "invalid_type @", "too_small @"],
      [{ length: 9 }, "invalid_type @", "too_big @"],
      [{ length: JSON.parse('{"valueOf":1,"toString":1}') as unknown }, "invalid_type @"],
    ],
  },
  {
    name: "formats",
    schema: z.object({ mail: z.email(), at: z.iso.datetime(), id: z.uuid() }).partial(),
    valid: same({ mail: "a@b.cd" }, { at: "2020-01-01T00:00:00Z" }, {}),
    wrong: [
      [{ mail: "a", at: 1, id: "x" }, "invalid_format @mail", "invalid_type @at", "invalid_format @id"],
    ],
  },
  {
    name: "a URL is trimmed before its length is measured",
    schema: z.url().max(10),
    valid: [["  http://a.b  ", "http://a.b"]],
    wrong: [
      ["http://abc.de", "too_big @"],
      ["a", "invalid_format @"],
    ],
  },
  {
    name: "an aborting check ends the checking",
    schema: z.string().min(3, { abort: true }).regex(/^a/),
    valid: same("abc"),
    wrong: [
      ["b", "too_small @"],
      ["bcd", "invalid_format @"],
    ],
  },
  {
    name: "integers",
    schema: z.int().min(0).max(5),
    valid: same(0, 5, -0),
    wrong: [
      [1.5, "invalid_type @"],
      [2 ** 53, "too_big @", "too_big @"],
      [-1, "too_small @"],
      [NaN, "invalid_type @"],
      [Infinity, "invalid_type @"],
    ],
  },
  {
    name: "exclusive bounds and multiples",
    schema: z.number().gt(0).lt(3).multipleOf(0.07),
    valid: same(0.07, 2.03),
    wrong: [
      [0, "too_small @"],
      [3, "too_big @", "not_multiple_of @"],
    ],
  },
  {
    name: "literals and enums",
    schema: z.tuple([z.literal(["a", 1, null, true]), z.enum({ A: 0, B: "b", 0: "A" })]),
    valid: same(["a", 0], [null, "b"]),
    wrong: [[["b", "A"], "invalid_value @0", "invalid_value @1"]],
  },
  {
    name: "objects keep the order of the schema",
    schema: z.object({ a: z.string(), b: z.number().optional(), c: z.boolean() }),
    valid: [
      [
        { c: true, x: 1, a: "a" },
        { a: "a", c: true },
      ],
      [
        { b: undefined, c: true, a: "a" },
        { a: "a", b: undefined, c: true },
      ],
    ],
    wrong: [
      [[], "invalid_type @"],
      [{ a: 1, b: null }, "invalid_type @a", "invalid_type @b", "invalid_type @c"],
    ],
  },
  {
    name: "strict, loose and catchall objects",
    schema: z.tuple([
      z.strictObject({ a: z.string() }),
      z.looseObject({ a: z.string() }),
      z.object({ a: z.string() }).catchall(z.number()),
    ]),
    valid: [
      [
        [{ a: "" }, { b: 1, a: "" }, { b: 1, a: "" }],
        [{ a: "" }, { a: "", b: 1 }, { a: "", b: 1 }],
      ],
    ],
    wrong: [
      [
        [{ b: 1, c: 1 }, {}, { a: "", b: "" }],
        "invalid_type @0.a",
        "unrecognized_keys @0",
        "invalid_type @1.a",
        "invalid_type @2.b",
      ],
    ],
  },
  {
    name: "unknown, optional, exact optional and default properties",
    schema: z.object({
      any: z.unknown(),
      optional: z.string().optional(),
      exact: z.string().exactOptional(),
      filled: z.string().default("x"),
    }),
    valid: [
      [{ any: undefined }, { any: undefined, filled: "x" }],
      [
        { any: 1, optional: undefined },
        { any: 1, optional: undefined, filled: "x" },
      ],
    ],
    wrong: [[{ exact: undefined }, "invalid_type @any", "invalid_type @exact"]],
  },
  {
    name: "prefault and catch",
    schema: z.object({ a: z.string().min(2).prefault("a"), b: z.number().catch(0) }),
    valid: [
      [
        { a: "ab", b: "x" },
        { a: "ab", b: 0 },
      ],
    ],
    wrong: [[{}, "too_small @a"]],
  },
  {
    name: "arrays: one that is too long is not looked into",
    schema: z.array(z.string()).min(2).max(3),
    valid: same(["a", "b"]),
    wrong: [
      [[1, 2, 3, 4], "too_big @"],
      [[1], "invalid_type @0", "too_small @"],
      ["a", "invalid_type @", "too_small @"],
    ],
  },
  {
    name: "an array of integers that are none is not measured",
    schema: z.array(z.int()).min(2),
    valid: same([1, 2]),
    wrong: [
      [[1.5], "invalid_type @0"],
      [["a"], "invalid_type @0", "too_small @"],
    ],
  },
  {
    name: "tuples with optional items and defaults",
    schema: z.tuple([z.string(), z.number().default(3), z.string().optional()]),
    valid: [
      [["a"], ["a", 3]],
      [
        ["a", undefined, "c"],
        ["a", 3, "c"],
      ],
      [
        ["a", 1, undefined],
        ["a", 1, undefined],
      ],
    ],
    wrong: [
      [[], "too_small @"],
      [[1, 2, 3, 4], "too_big @", "invalid_type @0", "invalid_type @2"],
    ],
  },
  {
    name: "tuples that fill in after an optional item",
    schema: z.tuple([z.string(), z.number().optional(), z.number().default(1).optional()]),
    valid: [
      [["a"], ["a"]],
      [
        ["a", undefined],
        ["a", undefined, 1],
      ],
      [
        ["a", 2],
        ["a", 2, 1],
      ],
    ],
    wrong: [[["a", "b"], "invalid_type @1"]],
  },
  {
    name: "tuples with a rest, whose issues come first",
    schema: z.tuple([z.string()], z.number()),
    valid: same(["a"], ["a", 1, 2]),
    wrong: [
      [[1, "b"], "invalid_type @1", "invalid_type @0"],
      [[], "invalid_type @0"],
    ],
  },
  {
    name: "records",
    schema: z.record(z.string().min(2), z.number()),
    valid: same({ ab: 1 }, {}),
    wrong: [
      [{ a: "x", ab: "x" }, "invalid_key @a", "invalid_type @ab"],
      [new Date(), "invalid_type @"],
    ],
  },
  {
    name: "records of an enum",
    schema: z.record(z.enum(["a", "b"]), z.number().optional()),
    valid: [[{ a: 1 }, { a: 1, b: undefined }]],
    wrong: [[{ a: "x", c: 1 }, "invalid_type @a", "unrecognized_keys @"]],
  },
  {
    name: "partial and loose records",
    schema: z.tuple([z.partialRecord(z.enum(["a", "b"]), z.number()), z.looseRecord(z.email(), z.number())]),
    valid: same([{ a: 1 }, { "a@b.cd": 1, other: "x" }]),
    wrong: [[[{ c: 1 }, { "a@b.cd": "x" }], "unrecognized_keys @0", "invalid_type @1.a@b.cd"]],
  },
  {
    name: "records whose keys spell numbers",
    schema: z.record(z.number().max(2), z.string()),
    valid: same({ 1: "a" }),
    wrong: [[{ 3: "a", x: "b" }, "invalid_key @3", "invalid_key @x"]],
  },
  {
    name: "unions tell the issues of the one close option",
    schema: z.union([z.string().min(3), z.number()]),
    valid: same("abc", 1),
    wrong: [
      ["a", "too_small @"],
      [true, "invalid_union @"],
    ],
  },
  {
    name: "unions copy like the first option that takes the value",
    schema: z.union([z.object({ a: z.string() }), z.object({ b: z.string() })]),
    valid: [
      [{ b: "b", a: "a" }, { a: "a" }],
      [{ b: "b", a: 1 }, { b: "b" }],
    ],
    wrong: [[{}, "invalid_union @"]],
  },
  {
    name: "exclusive unions",
    schema: z.xor([z.string().min(2), z.string().max(3)]),
    valid: same("a", "abcd"),
    wrong: [
      ["ab", "invalid_union @"],
      [1, "invalid_union @"],
    ],
  },
  {
    name: "discriminated unions",
    schema: z.discriminatedUnion("kind", [
      z.object({ kind: z.literal("a"), a: z.string() }),
      z.strictObject({ kind: z.literal(["b", 1]), b: z.string() }),
    ]),
    valid: [
      [
        { a: "a", kind: "a", b: 1 },
        { kind: "a", a: "a" },
      ],
      [
        { kind: 1, b: "b" },
        { kind: 1, b: "b" },
      ],
    ],
    wrong: [
      [{ kind: "c" }, "invalid_union @kind"],
      [{}, "invalid_union @kind"],
      [{ kind: "b", x: 1 }, "invalid_type @b", "unrecognized_keys @"],
      ["a", "invalid_type @"],
    ],
  },
  {
    name: "intersections know the keys of both sides",
    schema: z.intersection(z.strictObject({ a: z.string() }), z.strictObject({ b: z.string() })),
    valid: [
      [
        { b: "b", a: "a" },
        { a: "a", b: "b" },
      ],
    ],
    wrong: [
      [{ a: "a", b: "b", c: 1 }, "unrecognized_keys @"],
      [{ a: 1 }, "invalid_type @a", "invalid_type @b"],
    ],
  },
  {
    name: "nonoptional and nullish",
    schema: z.object({ a: z.string().optional().nonoptional(), b: z.string().nullish() }),
    valid: same({ a: "a", b: null }, { a: "a" }),
    wrong: [
      [{ a: undefined }, "invalid_type @a"],
      [{ a: "a", b: 1 }, "invalid_type @b"],
    ],
  },
  {
    name: "coercion",
    schema: z.object({ text: z.coerce.string().max(2), number: z.coerce.number(), flag: z.coerce.boolean() }),
    valid: [
      [
        { text: 1, number: "2", flag: "x" },
        { text: "1", number: 2, flag: true },
      ],
    ],
    wrong: [[{ text: null, number: "x" }, "too_big @text", "invalid_type @number", "invalid_type @flag"]],
  },
  {
    name: "template literals",
    schema: z.templateLiteral(["id-", z.int()]),
    valid: same("id-1"),
    wrong: [
      ["id-x", "invalid_format @"],
      [1, "invalid_type @"],
    ],
  },
  {
    name: "a change of the text is for the checks behind it, and for what comes out",
    schema: z.object({
      trimmed: z.string().min(2).trim().max(3).toUpperCase(),
      composed: z.string().normalize("NFD").length(2, { abort: true }).normalize().optional(),
      list: z.array(z.string().toLowerCase().startsWith("a")).default([" A "]),
    }),
    valid: [
      [{ trimmed: "  abc  " }, { trimmed: "ABC", list: [" A "] }],
      [
        { trimmed: "  ", composed: "\u00e9", list: ["AB"] },
        { trimmed: "", composed: "\u00e9", list: ["ab"] },
      ],
    ],
    wrong: [
      [{ trimmed: "a", list: [" A"] }, "too_small @trimmed", "invalid_format @list.0"],
      [{ trimmed: " abcd ", composed: "e" }, "too_big @trimmed", "too_small @composed"],
      [
        { trimmed: ["a"], composed: 1 },
        "invalid_type @trimmed",
        "too_small @trimmed",
        "invalid_type @composed",
      ],
    ],
  },
  {
    name: "what is code runs in zod, in its place",
    schema: z.object({
      name: z
        .string()
        .overwrite((text) => text.trim())
        .min(1),
      even: z.array(z.number().refine((value) => value % 2 === 0, "Not even")),
    }),
    valid: [
      [
        { even: [2], name: " a " },
        { name: "a", even: [2] },
      ],
    ],
    wrong: [[{ name: "  ", even: [1, 2, "x"] }, "too_small @name", "custom @even.0", "invalid_type @even.2"]],
  },
];

const { validators } = await compileValidators(kinds.map(({ schema }) => schema));

describe.each(kinds.map((kind, index) => [kind.name, kind, validators[index]!] as const))(
  "%s",
  (_name, { schema, valid, wrong }, validator) => {
    test.each(valid.map(([input, output]) => [input, output] as const))("%j → %j", (input, output) => {
      expect(validator.parse(input)).toStrictEqual({ ok: true, value: output });
      expect(validator.is(input)).toBe(true);
      expect(validator.issues(input)).toEqual([]);
      expect(disagreement(schema, validator, input)).toBeUndefined();
    });

    test.each(wrong.map(([input, ...issues]) => [input, issues] as const))("%j: %j", (input, issues) => {
      expect(validator.is(input)).toBe(false);
      expect(validator.issues(input).map(({ code, path }) => `${code} @${path.join(".")}`)).toEqual(issues);
      expect(validator.parse(input)).toEqual({ ok: false, issues: validator.issues(input) });
      expect(disagreement(schema, validator, input)).toBeUndefined();
    });
  },
);
