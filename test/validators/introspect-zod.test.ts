import { describe, expect, test } from "vitest";
import { z } from "zod";
import * as mini from "zod/mini";
import type { TypeNode } from "../../src/contract/type-node.js";
import { createZodIntrospection } from "../../src/generator/introspect/zod/introspection.js";
import { introspectZod } from "../../src/generator/introspect/zod/introspect-zod.js";

const path = ["entities", "todo", "fields", "x"];

function introspect(schema: unknown) {
  const introspection = createZodIntrospection();
  const node = introspectZod(schema, path, introspection);
  return { node, introspection, rules: introspection.findings.map(({ rule }) => rule) };
}

describe("introspectZod", () => {
  const nodes: readonly [string, unknown, TypeNode][] = [
    ["string", z.string(), { kind: "string" }],
    [
      "string with lengths",
      z.string().min(1).max(200),
      {
        kind: "string",
        checks: [
          { check: "min_length", value: 1 },
          { check: "max_length", value: 200 },
        ],
      },
    ],
    [
      "prefix and inclusion",
      z.string().startsWith("a").includes("b", { position: 2 }),
      {
        kind: "string",
        checks: [
          { check: "format", format: "starts_with", options: { prefix: "a" } },
          { check: "format", format: "includes", options: { includes: "b", position: 2 } },
        ],
      },
    ],
    [
      "zod/mini",
      mini.string().check(mini.minLength(2)),
      { kind: "string", checks: [{ check: "min_length", value: 2 }] },
    ],
    [
      "a pattern",
      z.string().regex(/^a$/i, { abort: true }),
      {
        kind: "string",
        checks: [{ check: "format", format: "regex", pattern: { source: "^a$", flags: "i" }, abort: true }],
      },
    ],
    ["url", z.url(), { kind: "string", checks: [{ check: "format", format: "url" }] }],
    ["int", z.int(), { kind: "number", checks: [{ check: "format", format: "safeint" }] }],
    [
      "number bounds",
      z.number().gt(0).lte(10).multipleOf(0.5),
      {
        kind: "number",
        checks: [
          { check: "greater_than", value: 0, inclusive: false },
          { check: "less_than", value: 10, inclusive: true },
          { check: "multiple_of", value: 0.5 },
        ],
      },
    ],
    ["coerced", z.coerce.boolean(), { kind: "boolean", coerce: true }],
    ["literals", z.literal(["a", 1, null]), { kind: "literal", values: ["a", 1, null] }],
    ["TypeScript enum object", z.enum({ A: 0, B: "b", 0: "A" }), { kind: "enum", values: [0, "b"] }],
    [
      "array",
      z.array(z.null()).min(1),
      { kind: "array", element: { kind: "null" }, checks: [{ check: "min_length", value: 1 }] },
    ],
    [
      "tuple",
      z.tuple([z.string()], z.number()),
      { kind: "tuple", items: [{ kind: "string" }], rest: { kind: "number" } },
    ],
    [
      "record",
      z.record(z.string(), z.unknown()),
      { kind: "record", key: { kind: "string" }, value: { kind: "unknown" } },
    ],
    [
      "strict object with documentation",
      z.strictObject({ a: z.string().describe("The a.").optional() }),
      {
        kind: "object",
        properties: [{ name: "a", node: { kind: "optional", inner: { kind: "string" } }, doc: "The a." }],
        unknownKeys: "strict",
      },
    ],
    ["loose object", z.looseObject({}), { kind: "object", properties: [], unknownKeys: "loose" }],
    [
      "catchall",
      z.object({}).catchall(z.number()),
      { kind: "object", properties: [], unknownKeys: { catchall: { kind: "number" } } },
    ],
    [
      "discriminated union",
      z.discriminatedUnion("t", [z.object({ t: z.literal("a") })]),
      {
        kind: "discriminated_union",
        discriminator: "t",
        options: [
          {
            kind: "object",
            properties: [{ name: "t", node: { kind: "literal", values: ["a"] } }],
            unknownKeys: "strip",
          },
        ],
      },
    ],
    [
      "exclusive union",
      z.xor([z.string(), z.null()]),
      { kind: "union", options: [{ kind: "string" }, { kind: "null" }], exclusive: true },
    ],
    [
      "exact optional",
      z.string().exactOptional(),
      { kind: "optional", inner: { kind: "string" }, exact: true },
    ],
    [
      "default",
      z.array(z.string()).default(["a"]),
      {
        kind: "default",
        inner: { kind: "array", element: { kind: "string" } },
        value: ["a"],
      },
    ],
    [
      "default by a function",
      z.string().default(() => "a"),
      { kind: "default", inner: { kind: "string" }, value: "a" },
    ],
    ["catch", z.string().catch("a"), { kind: "catch", inner: { kind: "string" }, value: "a" }],
    ["prefault", z.string().prefault("a"), { kind: "prefault", inner: { kind: "string" }, value: "a" }],
    ["brand and readonly", z.string().brand("B").readonly(), { kind: "readonly", inner: { kind: "string" } }],
    [
      "changes of the text, in order",
      z.string().trim().min(1).toLowerCase().toUpperCase(),
      {
        kind: "string",
        checks: [
          { check: "overwrite", method: "trim" },
          { check: "min_length", value: 1 },
          { check: "overwrite", method: "toLowerCase" },
          { check: "overwrite", method: "toUpperCase" },
        ],
      },
    ],
    ...([undefined, "NFC", "NFD", "NFKC", "NFKD"] as const).map((form): [string, unknown, TypeNode] => [
      `normalize to ${form}`,
      z.string().normalize(form),
      { kind: "string", checks: [{ check: "overwrite", method: "normalize", form: form ?? "NFC" }] },
    ]),
    [
      "trim of zod/mini",
      mini.string().check(mini.trim()),
      { kind: "string", checks: [{ check: "overwrite", method: "trim" }] },
    ],
    ["a key that must be absent", z.never().optional(), { kind: "optional", inner: { kind: "never" } }],
  ];
  test.each(nodes)("%s", (_name, schema, expected) => {
    const { node, introspection } = introspect(schema);
    expect(node).toEqual(expected);
    expect(introspection.findings).toEqual([]);
  });

  const foreign: readonly [string, unknown, string][] = [
    ["Date", z.date(), "z.iso.datetime()"],
    ["bigint", z.bigint(), "z.int()"],
    ["Map", z.map(z.string(), z.string()), "z.record"],
    ["Set", z.set(z.string()), "z.array"],
    ["symbol", z.symbol(), "z.enum"],
    ["undefined", z.undefined(), ".optional()"],
    ["void", z.void(), ".optional()"],
    ["NaN", z.nan(), "nullable"],
    ["File", z.file(), "z.url()"],
    ["function", z.function(), "handler"],
    ["promise", z.promise(z.string()), "resolves"],
    ["instanceof", z.instanceof(URL), "z.object"],
    ["undefined in a literal", z.literal(undefined), ".optional()"],
    ["bigint in a literal", z.literal(1n), "z.int()"],
  ];
  test.each(foreign)("JSON cannot carry %s, and the finding says what to use", (_name, schema, fix) => {
    const found = introspect(z.object({ inner: schema as z.ZodType })).introspection.findings.filter(
      ({ rule }) => rule === "non-json-type",
    );
    expect(found).toHaveLength(1);
    expect(found[0]!.path).toEqual([...path, "shape", "inner"]);
    expect(found[0]!.fix).toContain(fix);
  });

  const code: readonly [string, z.ZodType, TypeNode, TypeNode?][] = [
    ["refine", z.string().refine((text) => text !== "x"), { kind: "string" }],
    ["overwrite", z.string().overwrite((text) => text.trim()), { kind: "string" }],
    ["a form that there is not", z.string().normalize("NFX" as "NFC"), { kind: "string" }],
    ["slugify", z.string().slugify(), { kind: "string" }],
    [
      "a key that is changed",
      z.record(z.string().trim(), z.null()),
      {
        kind: "record",
        key: { kind: "string", checks: [{ check: "overwrite", method: "trim" }] },
        value: { kind: "null" },
      },
    ],
    ["superRefine", z.number().superRefine(() => {}), { kind: "number" }],
    ["transform", z.string().transform(Number), { kind: "unknown" }, { kind: "string" }],
    ["pipe", z.string().pipe(z.enum(["a"])), { kind: "enum", values: ["a"] }, { kind: "string" }],
    ["preprocess", z.preprocess((value) => value, z.string()), { kind: "string" }, { kind: "unknown" }],
    ["stringbool", z.stringbool(), { kind: "boolean" }, { kind: "string" }],
    [
      "catch by a function",
      z.string().catch(() => "a"),
      { kind: "catch", inner: { kind: "string" }, value: null },
    ],
    ["a format by a function", z.stringFormat("even", (text) => text.length % 2 === 0), { kind: "string" }],
  ];
  test.each(code)("%s runs in zod, at the smallest subtree", (_name, schema, base, input) => {
    const { node, introspection } = introspect(z.object({ list: z.array(schema) }));
    expect(node).toMatchObject({
      kind: "object",
      properties: [
        {
          name: "list",
          node: {
            kind: "array",
            element: {
              kind: "zod",
              path: [...path, "shape", "list", "element"],
              base,
              ...(input && { input }),
            },
          },
        },
      ],
    });
    expect(introspection.findings.map(({ rule }) => rule)).toEqual(["uncompiled-node"]);
  });

  const findings: readonly [string, unknown, readonly string[]][] = [
    ["zod 3", { _def: { typeName: "ZodString" } }, ["zod3-schema"]],
    ["something else", { parse() {} }, ["not-a-schema"]],
    ["an async refinement", z.string().refine(async () => true), ["async-check", "uncompiled-node"]],
    ["an async transform", z.string().transform(async () => 1), ["async-check", "uncompiled-node"]],
    [
      "a new default each time",
      z.string().default(() => crypto.randomUUID()),
      ["dynamic-default", "uncompiled-node"],
    ],
    ["the time as a default", z.number().default(() => Date.now()), ["dynamic-default", "uncompiled-node"]],
    ["an empty enum", z.enum([]), ["unreachable-enum"]],
    ["never", z.never(), ["unreachable-enum"]],
    [
      "a union with one tag twice",
      z.discriminatedUnion("t", [z.object({ t: z.literal("a") }), z.object({ t: z.enum(["a", "b"]) })]),
      ["unreachable-enum"],
    ],
    [
      "a union with an option that any tag would fit",
      z.discriminatedUnion("t", [z.object({ t: z.literal("a") }), z.object({ t: z.string() as never })]),
      ["unreachable-enum"],
    ],
  ];
  test.each(findings)("%s is reported", (_name, schema, rules) => {
    expect(introspect(schema).rules.toSorted()).toEqual([...rules]);
  });

  test("recursive types become definitions, by getter and by lazy", () => {
    const category = z.object({
      name: z.string(),
      get children() {
        return z.array(category);
      },
    });
    const tree: z.ZodType = z.lazy(() => z.union([z.number(), z.array(tree)])).meta({ id: "number tree" });
    const { node, introspection } = introspect(z.object({ category, tree, again: category }));
    expect(introspection.findings).toEqual([]);
    expect(node).toMatchObject({
      properties: [
        { name: "category", node: { kind: "ref", name: "TodoXCategory" } },
        { name: "tree" },
        { name: "again", node: { kind: "ref", name: "TodoXCategory" } },
      ],
    });
    expect(introspection.definitions.get("TodoXCategory")).toMatchObject({
      kind: "object",
      properties: [
        { name: "name" },
        { name: "children", node: { kind: "array", element: { kind: "ref", name: "TodoXCategory" } } },
      ],
    });
  });

  test("what is shared but does not recur is inlined", () => {
    const name = z.object({ first: z.string() });
    const { introspection } = introspect(z.object({ a: name, b: name }));
    expect(introspection.definitions.size).toBe(0);
  });

  test("a type that is nothing but itself cannot be compiled", () => {
    const self: z.ZodType = z.lazy(() => self);
    expect(introspect(self).rules).toEqual(["cyclic-type"]);
    const endless = (): z.ZodType => z.lazy(() => z.object({ next: endless() }));
    expect(introspect(endless()).rules).toContain("cyclic-type");
    const broken = z.object({
      get a(): z.ZodString {
        throw new Error("No a here.");
      },
    });
    expect(introspect(broken).introspection.findings[0]!.message).toContain("No a here.");
  });
});
