import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseSync } from "oxc-parser";
import { describe, expect, it } from "vitest";
import { readObject } from "../../src/generator/load/sources/object-literal.js";
import { createSourceFile } from "../../src/generator/load/sources/source-file.js";
import { tokenKind } from "../../src/generator/load/sources/tokens.js";

interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [key: string]: unknown;
}

/** What a full parser says of a file: its brackets in strings, templates and comments left out, and its objects. */
function parse(text: string): {
  objects: Map<number, { key: number; value: number }[]>;
  literals: Map<number, number>;
} {
  const { program, errors } = parseSync("file.ts", text);
  expect(errors).toEqual([]);
  const objects = new Map<number, { key: number; value: number }[]>();
  const literals = new Map<number, number>();
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) return value.forEach(visit);
    if (typeof value !== "object" || value === null || !("type" in value)) return;
    const node = value as Node;
    if (node.type === "ObjectExpression") objects.set(node.start, (node["properties"] as Node[]).map(places));
    if (node.type === "Literal" && (typeof node["value"] === "string" || "regex" in node))
      literals.set(node.start, node.end);
    for (const key in node) if (typeof node[key] === "object") visit(node[key]);
  };
  visit(program);
  return { objects, literals };
}

function places(property: Node): { key: number; value: number } {
  if (property.type === "SpreadElement")
    return { key: property.start, value: (property["argument"] as Node).start };
  const key = property["key"] as Node;
  const value = property["value"] as Node;
  const isPlain = property["method"] !== true && property["kind"] === "init";
  return { key: key.start - (property["computed"] === true ? 1 : 0), value: isPlain ? value.start : -1 };
}

function read(text: string): ReturnType<typeof parse> {
  const source = createSourceFile("file.ts", text);
  const { tokens } = source;
  const { objects: expected } = parse(text);
  const objects = new Map<number, { key: number; value: number }[]>();
  const literals = new Map<number, number>();
  for (let token = 0; token < tokens.count; token++) {
    const kind = tokens.kinds[token];
    const start = tokens.starts[token]!;
    if (kind === tokenKind.string || kind === tokenKind.regex) literals.set(start, tokens.ends[token]!);
    if (!expected.has(start)) continue;
    const { properties } = readObject(source, token);
    objects.set(
      start,
      properties.map((property) => {
        const { value } = property;
        const key = tokens.starts[property.first]!;
        return {
          key,
          value: value.kind === "function" && isMethod(property.end) ? -1 : tokens.starts[value.first]!,
        };
      }),
    );
  }
  return { objects, literals };

  function isMethod(token: number): boolean {
    return text[tokens.starts[token]!] !== ":";
  }
}

/** Strings and regexes that both know; a type's string literal and a directive are strings to both. */
function expectAgreement(text: string): void {
  const expected = parse(text);
  const found = read(text);
  for (const [start, end] of expected.literals)
    expect(found.literals.get(start), `literal at ${start}`).toBe(end);
  expect([...found.objects.keys()].toSorted((a, b) => a - b)).toEqual(
    [...expected.objects.keys()].toSorted((a, b) => a - b),
  );
  for (const [start, properties] of expected.objects)
    expect(found.objects.get(start), text.slice(start, start + 80)).toEqual(properties);
}

const root = join(import.meta.dirname, "../..");

function typescriptFiles(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts") && !name.endsWith(".d.ts") && !/node_modules|fixtures/.test(name))
    .map((name) => join(folder, name));
}

describe("tokens and object literals are those of a full parser", () => {
  it.each(["src", "templates", "test", "node_modules/zod/src/v4/classic"])(
    "in every file of %s",
    (folder) => {
      const files = typescriptFiles(folder);
      expect(files.length).toBeGreaterThan(0);
      for (const file of files)
        expectAgreement(readFileSync(join(root, file), "utf8").replace(/^\uFEFF/, ""));
    },
  );

  it.each([
    "const a = b / c / d, e = /[/\\]]+/.test(f) ? g : h;",
    "const f = (a: A<B, C>): a is D<E, F> => ({ x: 1, y: { z: 2 } }); const g = { f, h: 1 };",
    "const a = { b: <T, U>(x: T) => x, c: async <T,>(x: T): Promise<Map<T, U>> => ({ y: 1 }), d: 1 };",
    "const a = { b: c as Record<string, D>, e: f satisfies G<H, I>, j: k!, l: <M>n };",
    "const a = { get b() { return 1; }, set b(x) {}, async c() {}, *d() {}, async *e() {}, get: 1, set: 2, async: 3, get };",
    "const a = { [`b`]: 1, [c]: 2, [d.e]: 3, 'f': 4, 5: 6, [g + h]: 7, ...i, ...(j ? k : l) };",
    "const a = `${`${{ b: `}` }.b}`}${{ c: 1 }.c}`; const d = { e: `\\`${1}`, f: 1 };",
    "const a = { b: c ? d : e, f: g < h, i: j > k, l: m ? { n: 1 } : (o), p: (q) ? r : s };",
    "if (a) /}/.test(b); while (c) /{/.test(d); const e = { f: 1 };",
    "const a = { b() { if (c) { return /}/; } return { d: 1 }; }, e: 1 };",
    "type A = { b: '}' }; interface B { c: \"{\" } declare const d: `{${string}`; const e = { f: 1 };",
    "class A<B> { static c = { d: 1 }; #e = { f: 2 }; g = () => ({ h: 3 }); @i() j = { k: 4 }; }",
    "const a = { b: new C<D, E>({ f: 1 }), g: h<i, j>({ k: 2 }), l: await m, n: typeof o, p: -1, q: !r };",
    "const a = { b: c?.d, e: f?.[0], g: h?.(i), j: k ?? l, m: n ? .5 : 1, o: p++ / 2 };",
    "const a = { \u{1F600}: 1 }.b; const é = { ñ: { '😀': 1 } };".replace("\u{1F600}", "x"),
    "const a = { b: function <T, U>(c: T): D<E, F> { return { g: 1 }; }, h: class { i = { j: 1 } } };",
    "const a = { b: c as { d: 1, e: 2 } | F<G, H>, i: j as [K, L], m: 1 };",
    "const a = { b: x => x < 3, c: y => y > 4, d: (z): boolean => z < 5, e: 1 };",
    "if (a) { b(); }\n/}/.test(c); const d = { e: 1 };",
    "const a = 1\nconst b = { c: 1 }\n/x/g.test('')\nconst d = { e: 2 }",
  ])("%s", (text) => {
    expectAgreement(text);
    expectAgreement(text.replaceAll("\n", "\r\n"));
  });
});
