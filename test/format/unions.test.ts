import fc from "fast-check";
import * as prettier from "prettier";
import { describe, expect, test } from "vitest";
import { createFormatter } from "../../src/generator/format/create-formatter.js";
import { inLayout, layoutOf } from "../../src/generator/format/layout.js";

const word = fc.string({ unit: fc.constantFrom(..."abcdefgh"), minLength: 1, maxLength: 14 });
const member: fc.Arbitrary<string> = fc.letrec<{ type: string; union: string; object: string }>((tie) => ({
  type: fc.oneof(
    { maxDepth: 3, depthSize: "small" },
    word.map((text) => `"${text}"`),
    fc.constantFrom("undefined", "null", "string", "{}", "() => void", "`a-${string}`"),
    tie("union").map((union) => `readonly (${union})[]`),
    tie("union").map((union) => `Generic<${union}>`),
    tie("union").map((union) => `readonly [first: ${union}, second?: string]`),
    tie("object"),
  ),
  union: fc.array(tie("type"), { minLength: 1, maxLength: 7 }).map((types) => types.map(inUnion).join(" | ")),
  object: fc.array(tie("union"), { minLength: 1, maxLength: 3 }).map((types) => {
    const properties = types.map((type, index) => `readonly p${index}?: ${type}`);
    return `{ ${properties.join("; ")} }`;
  }),
})).union;

function inUnion(type: string): string {
  return type.includes("=>") ? `(${type})` : type;
}

const declaration = fc
  .tuple(member, word)
  .chain(([type, name]) =>
    fc.constantFrom(
      `export type T_${name} = ${type};`,
      `export interface I_${name} { readonly ${name}: ${type}; other(argument: ${type}, second: number): ${type} }`,
      `export const c_${name}: ${type} = value;`,
      `export function f_${name}(first: ${type}): ${type} { return first as ${type}; }`,
      `export const is_${name} = (value: unknown): value is ${type} => check(value);`,
      `export type A_${name} = readonly [id: string, ${name}: ${type}, last?: ${type}];`,
      `export type M_${name} = { readonly [key: string]: ${type} };`,
    ),
  );

describe("broken unions are laid out as prettier does", () => {
  const formatter = createFormatter({ out: "/" });

  test("random types at the default width", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(declaration, { minLength: 1, maxLength: 6 }), async (declarations) => {
        const text = `${declarations.join("\n")}\n`;
        const [formatted] = await formatter.format([{ path: "a.gen.ts", text }]);
        expect(formatted!.text).toBe(await prettier.format(text, { filepath: "a.gen.ts" }));
      }),
      { numRuns: 60 },
    );
  });
});

describe("layouts of prettier's versions", () => {
  test.each([
    ["2.8.8", undefined],
    ["3.4.2", undefined],
    ["3.5.0", undefined],
    ["3.6.2", undefined],
    ["3.7.0", "3.7"],
    ["3.8.3", "3.7"],
    ["3.9.0", "3.9"],
    ["3.10.1", "3.9"],
    ["4.0.0-alpha.13", undefined],
  ])("%s", (version, layout) => expect(layoutOf(version)).toBe(layout));

  test.each([
    ["a negated condition of several lines", "if (\n  !(\n    a ||\n    b\n  )\n)\n  c();\n", "3.9"],
    ["text whose width prettier measures by its own table", 'type A =\n  | "日本"\n  | "b";\n', "3.9"],
    ["an initial value behind the union", `let a:\n  | "${"x".repeat(80)}"\n  | "b" = f();\n`, "3.9"],
  ] as const)("leaves %s to prettier", (_what, text, layout) =>
    expect(inLayout(text, layout, { printWidth: 80, tabWidth: 2 })).toBeUndefined(),
  );

  test("leaves unions broken for prettier 3.8", () => {
    const text = 'type A =\n  | "a"\n  | "b";\n';
    expect(inLayout(text, "3.7", { printWidth: 80, tabWidth: 2 })).toBe(text);
    expect(inLayout(text, "3.9", { printWidth: 80, tabWidth: 2 })).toBe('type A =\n  "a" | "b";\n');
  });
});
