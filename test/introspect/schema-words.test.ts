import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import * as mini from "zod/mini";
import { createZodIntrospection } from "../../src/generator/introspect/zod/introspection.js";
import { introspectZod } from "../../src/generator/introspect/zod/introspect-zod.js";
import { saysAll, wordsOf } from "../../src/generator/introspect/zod/schema-words.js";
import { schemaCases } from "../validators/support/arbitrary-schema.js";

function introspected(schema: unknown) {
  const { findings, ...introspection } = createZodIntrospection();
  const node = introspectZod(schema, ["x"], { findings, ...introspection });
  return { node, findings, definitions: [...introspection.definitions] };
}

/** Whether a part says what another one said. */
function saysTheSame(first: unknown, second: unknown): boolean {
  const words = wordsOf(first);
  return words !== undefined && saysAll(second, words);
}

const id = { id: z.string(), type: z.literal("a") };

/** Each two differ in one thing that introspection tells apart. */
const differing: readonly (readonly [string, () => unknown, () => unknown])[] = [
  ["type", () => z.string(), () => z.number()],
  ["length", () => z.string().min(1), () => z.string().min(2)],
  ["kind of check", () => z.string().min(1), () => z.string().max(1)],
  ["number of checks", () => z.string().min(1), () => z.string().min(1).max(3)],
  ["order of checks", () => z.string().min(1).trim(), () => z.string().trim().min(1)],
  ["abort", () => z.string().min(1), () => z.string().min(1, { abort: true })],
  ["pattern", () => z.string().regex(/a/), () => z.string().regex(/b/)],
  ["flags", () => z.string().regex(/a/), () => z.string().regex(/a/i)],
  ["format", () => z.email(), () => z.uuid()],
  ["pattern of a format", () => z.email(), () => z.email({ pattern: /@/ })],
  ["version of a format", () => z.uuid({ version: "v4" }), () => z.uuid({ version: "v7" })],
  ["prefix", () => z.string().startsWith("a"), () => z.string().startsWith("b")],
  ["position", () => z.string().includes("a"), () => z.string().includes("a", { position: 1 })],
  ["host", () => z.url({ hostname: /^a$/ }), () => z.url({ hostname: /^b$/ })],
  ["change", () => z.string().toLowerCase(), () => z.string().toUpperCase()],
  ["normal form", () => z.string().normalize("NFC"), () => z.string().normalize("NFD")],
  ["coercion", () => z.number(), () => z.coerce.number()],
  ["bound", () => z.number().min(0), () => z.number().gt(0)],
  ["step", () => z.number().multipleOf(2), () => z.number().multipleOf(3)],
  ["format of numbers", () => z.int(), () => z.int32()],
  ["literal", () => z.literal("a"), () => z.literal("b")],
  ["literals", () => z.literal(["a", "b"]), () => z.literal(["b", "a"])],
  ["number or text", () => z.literal(1), () => z.literal("1")],
  ["nothing or its name", () => z.literal(null), () => z.literal("null")],
  ["enum", () => z.enum(["a", "b"]), () => z.enum(["b", "a"])],
  ["property", () => z.object({ a: z.string() }), () => z.object({ b: z.string() })],
  ["type of a property", () => z.object({ a: z.string() }), () => z.object({ a: z.email() })],
  [
    "order of properties",
    () => z.object({ a: z.string(), b: z.string() }),
    () => z.object({ b: z.string(), a: z.string() }),
  ],
  ["unknown keys", () => z.object({}), () => z.strictObject({})],
  ["other keys", () => z.object({}).catchall(z.string()), () => z.object({}).catchall(z.number())],
  ["extension", () => z.object(id).extend({ a: z.string() }), () => z.object(id).extend({ a: z.number() })],
  ["element", () => z.array(z.string()), () => z.array(z.number())],
  ["number of elements", () => z.array(z.string()).max(3), () => z.array(z.string()).max(4)],
  ["item", () => z.tuple([z.string()]), () => z.tuple([z.string(), z.string()])],
  ["rest", () => z.tuple([z.string()]), () => z.tuple([z.string()], z.string())],
  ["keys", () => z.record(z.string(), z.int()), () => z.record(z.string().min(1), z.int())],
  ["missing keys", () => z.record(z.enum(["a"]), z.int()), () => z.partialRecord(z.enum(["a"]), z.int())],
  ["option", () => z.union([z.string(), z.null()]), () => z.union([z.null(), z.string()])],
  ["exclusive options", () => z.union([z.string(), z.null()]), () => z.xor([z.string(), z.null()])],
  [
    "discriminator",
    () => z.discriminatedUnion("a", [z.object({ a: z.literal(1), b: z.literal(1) })]),
    () => z.discriminatedUnion("b", [z.object({ a: z.literal(1), b: z.literal(1) })]),
  ],
  ["side", () => z.intersection(z.unknown(), z.string()), () => z.intersection(z.string(), z.unknown())],
  ["absence", () => z.string(), () => z.string().optional()],
  ["exact absence", () => z.string().optional(), () => z.string().exactOptional()],
  ["null", () => z.string().optional(), () => z.string().nullable()],
  ["order of wrappers", () => z.string().optional().nullable(), () => z.string().nullable().optional()],
  ["default", () => z.string().default("a"), () => z.string().default("b")],
  ["kind of default", () => z.string().default("a"), () => z.string().prefault("a")],
  ["default inside", () => z.array(z.string().default("a")), () => z.array(z.string().default("b"))],
  ["catch", () => z.string().catch("a"), () => z.string().catch("b")],
  ["template", () => z.templateLiteral(["a", z.int()]), () => z.templateLiteral(["b", z.int()])],
  ["part of a template", () => z.templateLiteral(["a", z.int()]), () => z.templateLiteral(["a", z.string()])],
  ["description", () => z.string().describe("A."), () => z.string().describe("B.")],
  ["deprecation", () => z.string(), () => z.string().meta({ deprecated: true })],
  ["title", () => z.string().meta({ title: "a" }), () => z.string().meta({ title: "b" })],
  ["name", () => z.string().meta({ id: "words a" }), () => z.string().meta({ id: "words b" })],
  [
    "description inside",
    () => z.object({ a: z.string().describe("A.") }),
    () => z.object({ a: z.string().describe("B.") }),
  ],
  [
    "description of what it was made from",
    () => z.string().describe("A.").min(1).max(2),
    () => z.string().describe("B.").min(1).max(2),
  ],
  [
    "metadata or property",
    () => ({ a: z.string().meta({ id: "words c" }) }),
    () => ({ a: z.string(), "words c": undefined }),
  ],
  ["key of a record", () => ({ a: { b: 1 }, c: 2 }), () => ({ a: { b: 1, c: 2 } })],
  ["value", () => ({ set: { a: 1 } }), () => ({ set: { a: "1" } })],
  ["undefined value", () => ({ set: { a: undefined } }), () => ({ set: {} })],
  ["list", () => ({ args: ["a", "b"] }), () => ({ args: ["a"] })],
  ["nesting", () => [["a"], "b"], () => [["a", "b"]]],
  ["sign", () => ({ a: 0 }), () => ({ a: -0 })],
];

/** What a text cannot stand for, so that it is introspected again. */
const untold: readonly (readonly [string, () => unknown])[] = [
  ["a refinement", () => z.string().refine((text) => text !== "")],
  ["a check", () => z.string().check(() => undefined)],
  ["a transform", () => z.string().transform((text) => text.length)],
  ["a lazy type", () => z.lazy(() => z.string())],
  ["a default that code makes", () => z.string().default(() => String(Math.random()))],
  ["a default of now", () => z.number().default(Date.now())],
  ["a fallback that code makes", () => z.string().catch(() => "a")],
  ["a change by code", () => z.string().overwrite((text) => text)],
  ["a type of code", () => z.custom(() => true)],
  [
    "recursion",
    () => {
      const tree = z.object({
        get children() {
          return z.array(tree);
        },
      });
      return tree;
    },
  ],
  [
    "recursion without end",
    () => {
      const endless = (): z.ZodType =>
        z.object({
          get next() {
            return endless();
          },
        });
      return endless();
    },
  ],
  ["an object of a class", () => ({ set: { at: new Date(0) } })],
  ["a symbol's value", () => ({ set: { [Symbol("a")]: 1 } })],
  [
    "an endless value",
    () => {
      const value: { self?: unknown } = {};
      value.self = value;
      return value;
    },
  ],
];

describe("schema words", () => {
  it.each(differing)("tell another %s", (_, first, second) => {
    expect(saysTheSame(first(), first())).toBe(true);
    expect(saysTheSame(second(), second())).toBe(true);
    expect(saysTheSame(first(), second())).toBe(false);
    expect(saysTheSame(second(), first())).toBe(false);
  });

  it.each(untold)("do not stand for %s", (_, make) => {
    expect(saysTheSame(make(), make())).toBe(false);
  });

  it("tell zod/mini from zod", () => {
    expect(saysTheSame(mini.string(), mini.string())).toBe(true);
    expect(saysTheSame(mini.string(), z.string())).toBe(false);
  });

  it("of two schemas with the same words introspection makes the same", () => {
    const schema = schemaCases.map(({ schema: made }) => made);
    const make = (seed: number) => fc.sample(schema, { seed, numRuns: 1 })[0];
    let told = 0;
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 0, max: 300 }), (seed, other) => {
        for (const second of [make(seed), make(other)]) {
          const first = make(seed);
          if (!saysTheSame(first, second)) continue;
          told += 1;
          expect(introspected(second)).toEqual(introspected(first));
        }
      }),
      { numRuns: 400 },
    );
    expect(told).toBeGreaterThan(100);
  });
});
