import fc from "fast-check";
import { z } from "zod";

/** A schema, and values that it mostly takes. */
export interface SchemaCase {
  readonly schema: z.ZodType;
  readonly values: fc.Arbitrary<unknown>;
}

type Cases = fc.Arbitrary<SchemaCase>;

const texts = fc.oneof(
  fc.string({ maxLength: 8, unit: "binary" }),
  fc.constantFrom(
    "",
    "a",
    "abc",
    "ABC",
    "a1",
    "\ud800",
    "😀😀",
    "x😀",
    "0",
    "12",
    "-1.5",
    "__proto__",
    "constructor",
    " ab ",
    "\ufeffABC\n",
    "e\u0301\ufb01",
    "\u00e9",
    "\u0130\u00df",
  ),
);

const numbers = fc.oneof(
  fc.integer({ min: -20, max: 20 }),
  fc.double({ min: -50, max: 50, noNaN: true }),
  fc.constantFrom(0, -0, 0.1, 0.3, 2 ** 31, 2 ** 53, -(2 ** 53), 1e300, Number.MAX_SAFE_INTEGER, 4e38),
);

const json = fc.jsonValue({ maxDepth: 2 });

const abort = fc.constantFrom({}, {}, {}, { abort: true });

const stringChecks: readonly fc.Arbitrary<(schema: z.ZodString) => z.ZodString>[] = [
  fc.tuple(fc.integer({ min: 0, max: 5 }), abort).map(
    ([n, o]) =>
      (schema) =>
        schema.min(n, o),
  ),
  fc.tuple(fc.integer({ min: 0, max: 9 }), abort).map(
    ([n, o]) =>
      (schema) =>
        schema.max(n, o),
  ),
  fc.tuple(fc.integer({ min: 0, max: 4 }), abort).map(
    ([n, o]) =>
      (schema) =>
        schema.length(n, o),
  ),
  abort.map((o) => (schema) => schema.regex(/^[a-z]*$/i, o)),
  fc.constant((schema) => schema.regex(/a/g)),
  abort.map((o) => (schema) => schema.startsWith("a", o)),
  fc.constant((schema) => schema.endsWith("c")),
  fc.constant((schema) => schema.includes("b", { position: 1 })),
  fc.constant((schema) => schema.lowercase()),
  fc.constant((schema) => schema.uppercase()),
  fc.constant((schema) => schema.url()),
  fc.constant((schema) => schema.trim()),
  fc.constant((schema) => schema.toLowerCase()),
  fc.constant((schema) => schema.toUpperCase()),
  fc.constantFrom(undefined, "NFC", "NFD", "NFKC", "NFKD").map((form) => (schema) => schema.normalize(form)),
];

const string: Cases = fc.array(fc.oneof(...stringChecks), { maxLength: 4 }).map((checks) => ({
  schema: checks.reduce((schema, check) => check(schema), z.string()),
  values: fc.oneof(texts, fc.constantFrom(" http://a.b/c\n", "https://example.com", "abc")),
}));

const formats: readonly (readonly [() => z.ZodType, readonly string[]])[] = [
  [() => z.email(), ["a@b.cd", "a@b", "@", ""]],
  [
    () => z.uuid(),
    ["3f2504e0-4f89-41d3-9a0c-0305e82c3301", "3f2504e0", "00000000-0000-0000-0000-000000000000"],
  ],
  [() => z.url(), ["http://a.b", "  https://a.b/c ", "ht\ntp://a.b", "x", "http:a", "mailto:a@b"]],
  [() => z.url({ normalize: true }), ["HTTP://A.b", "http:a.b", "//"]],
  [() => z.url({ hostname: /b$/g, protocol: /^https$/ }), ["https://a.b", "http://a.b", "http://c", "c"]],
  [
    () => z.url({ hostname: /^b$/ }).max(12),
    ["http://b", "http://bbbbbbbbbbbbb", " http://b         ", "nothing at all"],
  ],
  [() => z.httpUrl(), ["https://a.bc", "https:/a.bc", "ftp://a.bc", "http://localhost"]],
  [
    () => z.iso.datetime({ offset: true }),
    ["2020-01-01T00:00:00Z", "2020-01-01T00:00:00+01:00", "2020-01-01"],
  ],
  [() => z.iso.date(), ["2020-02-29", "2021-02-29"]],
  [() => z.iso.time({ precision: 3 }), ["12:00:00.123", "12:00"]],
  [() => z.iso.duration(), ["P1D", "P", "PT1S"]],
  [() => z.ipv4(), ["1.2.3.4", "1.2.3.256"]],
  [() => z.ipv6(), ["::1", "::1\n", "1::2::3", "::@1\\"]],
  [() => z.cidrv4(), ["1.2.3.4/5", "1.2.3.4"]],
  [() => z.cidrv6(), ["::/12", "::/129", "::1/01", "::/1/2", "::/"]],
  [() => z.mac(), ["00:11:22:33:44:55", "00:11"]],
  [() => z.base64(), ["", "AA==", "AA=", "A===", "A A=", "AAAA", "===="]],
  [() => z.base64url(), ["", "AA", "A", "A-_A", "A+"]],
  [() => z.e164(), ["+4930123456", "030"]],
  [() => z.jwt(), ["eyJhbGciOiJIUzI1NiJ9.a.b", "a.b.c", "a.b"]],
  [() => z.jwt({ alg: "HS256" }), ["eyJhbGciOiJIUzI1NiJ9.a.b", "eyJhbGciOiJub25lIn0.a.b", "e30.a.b"]],
  [() => z.emoji(), ["😀", "1", ""]],
  [() => z.nanoid(), ["V1StGXR8_Z5jdHi6B-myT", "a"]],
  [() => z.cuid2(), ["abc", "-"]],
  [() => z.ulid(), ["01ARZ3NDEKTSV4RRFFQ69G5FAV", "x"]],
  [() => z.hex(), ["0a", "g"]],
  [() => z.hostname(), ["a.b", "-"]],
  [() => z.stringFormat("five", /^.{5}$/), ["12345", "1234"]],
  [() => z.guid().max(3), ["3f2504e0-4f89-41d3-9a0c-0305e82c3301", "ab"]],
];

const format: Cases = fc.constantFrom(...formats).map(([schema, samples]) => ({
  schema: schema(),
  values: fc.oneof(fc.constantFrom(...samples), texts),
}));

const numberChecks: readonly fc.Arbitrary<(schema: z.ZodNumber) => z.ZodNumber>[] = [
  fc.tuple(fc.integer({ min: -5, max: 5 }), abort).map(
    ([n, o]) =>
      (schema) =>
        schema.min(n, o),
  ),
  fc.tuple(fc.integer({ min: -5, max: 9 }), abort).map(
    ([n, o]) =>
      (schema) =>
        schema.lt(n, o),
  ),
  fc.tuple(fc.integer({ min: -9, max: 5 }), abort).map(
    ([n, o]) =>
      (schema) =>
        schema.gt(n, o),
  ),
  fc.integer({ min: 0, max: 9 }).map((n) => (schema) => schema.max(n)),
  fc.constantFrom(0.1, 2, 0.07, 3).map((n) => (schema) => schema.multipleOf(n)),
  abort.map((o) => (schema) => schema.int(o)),
];

const number: Cases = fc
  .tuple(
    fc.constantFrom(z.number, z.number, z.int, z.int32, z.uint32, z.float32, z.float64),
    fc.array(fc.oneof(...numberChecks), { maxLength: 3 }),
  )
  .map(([base, checks]) => ({
    schema: checks.reduce<z.ZodNumber>((schema, check) => check(schema), base() as z.ZodNumber),
    values: fc.oneof(numbers, fc.integer(), fc.constantFrom(NaN, Infinity)),
  }));

const fixed = (schema: () => z.ZodType, ...values: unknown[]): Cases =>
  fc.constant(0).map(() => ({ schema: schema(), values: fc.constantFrom(...values) }));

const scalar: Cases = fc.oneof(
  string,
  string,
  format,
  number,
  number,
  fixed(() => z.boolean(), true, false),
  fixed(() => z.null(), null),
  fixed(() => z.literal(["a", 1, null, true]), "a", 1, null, true, -0),
  fixed(() => z.literal(0), 0, -0),
  fixed(() => z.enum(["a", "b"]), "a", "b"),
  fixed(() => z.enum(["a", "b", "c", "d", "e", "f", "g", "h", "i", "__proto__"]), "i", "__proto__"),
  fixed(() => z.enum({ A: 0, B: 1, C: "c", 0: "A", 1: "B" } as const), 0, 1, "c", "A"),
  fixed(() => z.templateLiteral(["n", z.number(), z.enum(["x", "y"])]), "n1x", "n1z", "n-2.5y"),
  fixed(() => z.coerce.string().max(4), 1, true, null, "abc", [1], 12345),
  fixed(() => z.coerce.number().min(1), "1", "x", true, null, [2], "0"),
  fixed(() => z.coerce.boolean(), 0, "a"),
  fc.constantFrom(z.unknown, z.any).map((make) => ({ schema: make(), values: json })),
  fixed(() => z.string().refine((text) => text.length % 2 === 0), "", "a", "ab"),
  fixed(
    () =>
      z
        .string()
        .min(2)
        .refine((text) => text !== "ab", { abort: true }),
    "",
    "abc",
    "ab",
  ),
  fixed(() => z.string().trim().min(1), " a ", " "),
  fixed(() => z.string().overwrite((text) => `${text}!`), "a", ""),
  fixed(() => z.email().toLowerCase().max(5), "A@b.cd", "A@b.cde", "A"),
  fixed(() => z.coerce.string().trim().min(1), " a ", " ", 1, null),
  fixed(
    () =>
      z
        .string()
        .min(2)
        .transform((text) => text.length),
    "a",
    "abc",
  ),
  fixed(() => z.string().min(3).pipe(z.string().max(2)), "a", "ab", "abcd"),
  fixed(() => z.never(), 1),
);

const names = fc.constantFrom(
  "a",
  "b",
  "c",
  "d",
  "first-name",
  "constructor",
  "class",
  "value",
  "trail",
  "1",
  "isObject",
  "type",
);

/** Wrappers that decide what absence means. */
const wrap = (inner: SchemaCase, pick: number, extra: unknown): SchemaCase => {
  const { schema, values } = inner;
  const sample = fc.sample(values, { numRuns: 1, seed: 7 })[0];
  const absent = fc.option(values, { nil: undefined });
  switch (pick) {
    case 0:
      return { schema: schema.optional(), values: absent };
    case 1:
      return { schema: schema.nullable(), values: fc.option(values) };
    case 2:
      return { schema: schema.nullish(), values: fc.oneof(values, fc.constantFrom(null, undefined)) };
    case 3:
      return { schema: schema.default(extra as never), values: absent };
    case 4:
      return { schema: schema.prefault(sample as never), values: absent };
    case 5:
      return { schema: schema.catch(extra as never), values: fc.oneof(values, json) };
    case 6:
      return { schema: schema.readonly(), values };
    case 7:
      return { schema: schema.exactOptional(), values };
    case 8:
      return { schema: schema.nonoptional(), values: absent };
    case 9:
      return { schema: schema.brand("B").describe("d"), values };
    default:
      return { schema: z.lazy(() => schema), values };
  }
};

export const schemaCases: Cases = fc.letrec<{ any: SchemaCase; property: SchemaCase }>((tie) => {
  const any = tie("any");
  const property = tie("property");
  const shape = fc.uniqueArray(fc.tuple(names, property), { maxLength: 4, selector: ([name]) => name });
  const object: Cases = fc.tuple(shape, fc.integer({ min: 0, max: 6 }), any).map(([entries, mode, other]) => {
    const fields = Object.fromEntries(entries.map(([name, { schema }]) => [name, schema]));
    const base = z.object(fields);
    const schema =
      mode === 0
        ? base.strict()
        : mode === 1
          ? base.loose()
          : mode === 2
            ? base.catchall(other.schema)
            : base;
    return {
      schema: mode === 3 ? base.refine(() => entries.length !== 2) : schema,
      values: fc.record(Object.fromEntries(entries.map(([name, { values }]) => [name, values])), {
        noNullPrototype: true,
      }),
    };
  });
  const array: Cases = fc
    .tuple(any, fc.integer({ min: 0, max: 7 }), fc.integer({ min: 0, max: 3 }), abort)
    .map(([{ schema, values }, mode, bound, options]) => {
      const base = z.array(schema);
      const checked =
        mode === 0
          ? base.min(bound, options)
          : mode === 1
            ? base.max(bound, options)
            : mode === 2
              ? base.length(bound, options)
              : mode === 3
                ? base
                    .min(bound, options)
                    .max(bound + 1)
                    .length(2)
                : base;
      return { schema: checked, values: fc.array(values, { maxLength: 4 }) };
    });
  const tuple: Cases = fc
    .tuple(fc.array(property, { maxLength: 4 }), fc.option(any, { freq: 3 }), fc.nat(4))
    .map(([items, rest, missing]) => {
      const schemas = items.map(({ schema }) => schema) as [z.ZodType];
      const all = fc.tuple(...items.map(({ values }) => values), ...(rest ? [rest.values, rest.values] : []));
      return {
        schema: rest ? z.tuple(schemas, rest.schema) : z.tuple(schemas),
        values: all.map((list) => list.slice(0, Math.max(0, list.length - (missing > 2 ? 0 : missing)))),
      };
    });
  const recordKeys = fc.constantFrom<() => z.ZodType>(
    () => z.string(),
    () => z.string().min(2),
    () => z.enum(["a", "b"]),
    () => z.literal(["a", 1]),
    () => z.number().max(3),
    () => z.union([z.literal("x"), z.string().max(1)]),
    () => z.templateLiteral(["k", z.int()]),
    () => z.email(),
    () => z.string().refine((key) => key !== "b"),
    () => z.string().toLowerCase().min(1),
    () => z.union([z.literal("x"), z.string().trim()]),
    () => z.url(),
  );
  const record: Cases = fc.tuple(recordKeys, property, fc.nat(3)).map(([key, { schema, values }, mode]) => {
    const make = mode === 0 ? z.looseRecord : mode === 1 ? z.partialRecord : z.record;
    return {
      schema: make(key() as z.ZodString, schema),
      values: fc.dictionary(
        fc.constantFrom("a", "b", "1", "2.5", "x", "k1", "abc", "__proto__", " A", " a:b "),
        values,
        {
          maxKeys: 3,
          noNullPrototype: true,
        },
      ),
    };
  });
  const union: Cases = fc
    .tuple(fc.array(any, { minLength: 1, maxLength: 3 }), fc.nat(4))
    .map(([options, mode]) => {
      const schemas = options.map(({ schema }) => schema) as [z.ZodType];
      return {
        schema: mode === 0 ? z.xor(schemas) : z.union(schemas),
        values: fc.oneof(...options.map(({ values }) => values)),
      };
    });
  const discriminated: Cases = fc
    .tuple(
      fc.uniqueArray(fc.tuple(fc.constantFrom("a", "b", "c", 1, null), object), {
        minLength: 1,
        maxLength: 3,
        selector: ([tag]) => tag,
      }),
      fc.nat(3),
    )
    .map(([options, mode]) => {
      const schemas = options.map(([tag, { schema }], index) => {
        const literal = z.literal(tag);
        const shape = { ...(schema as z.ZodObject).shape };
        const tagged = mode === 0 && index === 0 ? literal.optional() : literal;
        const made = z.object({ ...shape, type: tagged });
        return mode === 1 ? made.strict() : mode === 2 && index === 0 ? made.readonly() : made;
      });
      return {
        schema: z.discriminatedUnion("type", schemas as never, mode === 3 ? { unionFallback: true } : {}),
        values: fc.oneof(
          ...options.map(([tag, { values }]) => values.map((value) => ({ ...(value as object), type: tag }))),
          json,
        ),
      };
    });
  const intersection: Cases = fc
    .tuple(fc.oneof(object, record, any), fc.oneof(object, record, union))
    .map(([left, right]) => ({
      schema: z.intersection(left.schema, right.schema),
      values: fc.oneof(
        left.values,
        right.values,
        fc.tuple(left.values, right.values).map(([a, b]) => ({ ...(a as object), ...(b as object) })),
      ),
    }));
  const recursive: Cases = fc.tuple(scalar, fc.nat(2)).map(([leaf, mode]) => {
    const node: z.ZodType = z.object({
      leaf: leaf.schema,
      get children() {
        return mode === 0
          ? z.array(node).max(2)
          : mode === 1
            ? z.record(z.string(), node)
            : z.union([node, z.null()]);
      },
    });
    const values = fc.letrec((nest) => ({
      node: fc.record({
        leaf: leaf.values,
        children: fc.oneof(
          { maxDepth: 3 },
          fc.constantFrom(null, [], {}),
          mode === 0
            ? fc.array(nest("node"), { maxLength: 3 })
            : mode === 1
              ? fc.dictionary(fc.constantFrom("a", "b"), nest("node"), { maxKeys: 2 })
              : nest("node"),
        ),
      }),
    })).node;
    return { schema: node, values };
  });
  const wrapped = fc
    .tuple(any, fc.nat(10), fc.oneof(json, fc.constantFrom(1, "a", true)))
    .map(([inner, pick, extra]) => wrap(inner, pick, extra));
  return {
    any: fc.oneof(
      { maxDepth: 3, depthSize: "small" },
      { arbitrary: scalar, weight: 4 },
      { arbitrary: object, weight: 3 },
      { arbitrary: array, weight: 2 },
      { arbitrary: tuple, weight: 2 },
      { arbitrary: record, weight: 2 },
      { arbitrary: union, weight: 2 },
      { arbitrary: discriminated, weight: 1 },
      { arbitrary: intersection, weight: 1 },
      { arbitrary: recursive, weight: 1 },
      { arbitrary: wrapped, weight: 3 },
    ),
    property: fc.oneof(
      { maxDepth: 3 },
      { arbitrary: any, weight: 2 },
      {
        arbitrary: fc
          .tuple(any, fc.nat(8), fc.oneof(json, fc.constant("a")))
          .map(([inner, pick, extra]) => wrap(inner, pick, extra)),
        weight: 3,
      },
    ),
  };
}).any;
