import fc from "fast-check";
import { expect, it } from "vitest";
import type { SchemaPath } from "../../src/contract/finding.js";
import type { PartTexts, SchemaSources } from "../../src/generator/load/loaded-schema.js";
import { createSchemaSources } from "../../src/generator/load/schema-sources.js";

const imports = [
  `import { z } from "zod"; import { entity, update } from "kalphite-gen/schema";`,
  `import * as z from "zod/mini"; import { entity, update } from "kalphite-gen/schema";`,
  `import { z } from "zod"; import { update as entity, entity as update } from "kalphite-gen/schema";`,
  `import { z, entity, update } from "./values.js";`,
  `const z = { object: () => ({ /** Local. */ street: 1 }) }; const entity = () => ({ /** Local. */ title: 1 });`,
];
const declarations = [
  "",
  "/** Declared. */ const label = z.string();",
  "const label = z.object({ /** Declared. */ street: z.string() });",
  "const common = { /** Spread. */ title: z.string() };",
];
const fields = [
  "title: z.string()",
  "/** Own. */ title: z.string()",
  "/** Own. */ title /** Behind. */: z.string()",
  "title: label",
  "title: label.optional()",
  "...common",
  "title: z.object({ /** Inside. */ street: z.string() })",
  "title: z.object<number>({ street: z.string() })",
  "title: a < b, /** Late. */ street: c > (d)",
  "title: /[/*]/",
  "title: `${label}`",
];
const inFront = ["", "/** A todo. */", "/** A todo. */ // and", "// none", "/* none */"];
const args = ['["title"]', "{ title: z.string() }", "{ /** Own. */ title: label }", "[...common]"];
const others = ["", "/** Other. */ other: entity({}),", "todo: 1,", "[`todo`]: 1,", "...common,"];
const values = [
  "",
  "/** Imported. */ export const z = {}; export const entity = () => ({}); export const update = entity;",
];

const choice = fc.record({
  imports: fc.constantFrom(...imports),
  declared: fc.constantFrom(...declarations),
  before: fc.constantFrom(...others),
  inFront: fc.constantFrom(...inFront),
  field: fc.constantFrom(...fields),
  behind: fc.constantFrom(...others),
  args: fc.constantFrom(...args),
  values: fc.constantFrom(...values),
});
type Choice = typeof choice extends fc.Arbitrary<infer Value> ? Value : never;

function sourcesOf(chosen: Choice): SchemaSources & { readonly parts: PartTexts } {
  const text = `${chosen.imports}
import { defineSchema } from "kalphite-gen/schema";
${chosen.declared}
export default defineSchema({
  entities: { ${chosen.before} ${chosen.inFront} todo: entity({ ${chosen.field} }), ${chosen.behind} },
  operations: { ${chosen.inFront} rename: update("todo", { args: ${chosen.args} }) },
});
`;
  const sources = createSchemaSources("/schema.ts", [
    { path: "/schema.ts", text },
    { path: "/values.ts", text: chosen.values },
  ]);
  return { ...sources, parts: sources.parts! };
}

const parts: readonly { readonly path: SchemaPath; readonly inside: readonly SchemaPath[] }[] = [
  {
    path: ["entities", "todo"],
    inside: [
      ["entities", "todo"],
      ["entities", "todo", "fields", "title"],
      ["entities", "todo", "fields", "title", "street"],
      ["entities", "todo", "fields", "street"],
    ],
  },
  {
    path: ["operations", "rename"],
    inside: [
      ["operations", "rename"],
      ["operations", "rename", "args", "title"],
      ["operations", "rename", "args", "title", "street"],
    ],
  },
];

it("says that a part is the same only where all its documentation is", () => {
  let same = 0;
  const property = fc.property(
    choice,
    choice,
    fc.boolean(),
    fc.boolean(),
    (first, other, isNear, isNamed) => {
      // Most changes are elsewhere.
      const second = isNear ? other : { ...first, before: other.before, behind: other.behind };
      const [before, after] = [
        sourcesOf(first),
        sourcesOf(isNamed ? { ...second, imports: other.imports } : second),
      ];
      for (const { path, inside } of parts) {
        const watched = before.parts.watch(path);
        const said = inside.map(before.documentation);
        const text = watched();
        if (!text || !after.parts.isSame(path, text)) continue;
        same += 1;
        expect(inside.map(after.documentation)).toEqual(said);
        expect(after.parts.isSame(path, text)).toBe(true);
      }
    },
  );
  fc.assert(property, { numRuns: 3000 });
  expect(same).toBeGreaterThan(300);
});

const usual: Choice = {
  imports: imports[0]!,
  declared: "",
  before: "",
  inFront: "/** A todo. */",
  field: "title: z.string()",
  behind: "",
  args: "{ title: z.string() }",
  values: "",
};

function isSame(first: Choice, second: Choice): boolean {
  const before = sourcesOf(first);
  const watched = before.parts.watch(["entities", "todo"]);
  before.documentation(["entities", "todo", "fields", "title", "street"]);
  const text = watched();
  return text !== undefined && sourcesOf(second).parts.isSame(["entities", "todo"], text);
}

it("knows a part again that has moved", () => {
  expect(isSame(usual, { ...usual, before: others[1]!, declared: declarations[1]! })).toBe(true);
});

it.each<[string, Partial<Choice>]>([
  ["comment", { inFront: "/** Another. */" }],
  ["end of the comment", { inFront: "/** A todo. */ // and" }],
  ["absence of the comment", { inFront: "" }],
  ["text", { field: "title: z.string().min(1)" }],
  ["part behind it that has its name", { behind: "todo: 1," }],
  ["package", { imports: imports[1]! }],
  ["name of the package's", { imports: imports[2]! }],
  ["local name", { imports: imports[4]! }],
])("tells another %s", (_, change) => {
  expect(isSame(usual, { ...usual, ...change })).toBe(false);
});

it.each<[string, Partial<Choice>]>([
  ["a local name", { field: "title: label", declared: declarations[1]! }],
  ["what is spread", { field: "...common", declared: declarations[3]! }],
  ["a comparison, or a type's arguments", { field: "title: z.object<number>({})" }],
])("does not stand for %s", (_, change) => {
  expect(isSame({ ...usual, ...change }, { ...usual, ...change })).toBe(false);
});
