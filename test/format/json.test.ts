import fc from "fast-check";
import * as prettier from "prettier";
import { expect, test } from "vitest";
import { prettierDefaults } from "../../src/generator/format/fast-options.js";
import { jsonText } from "../../src/contract/json-entries.js";
import { JsonMemory } from "../../src/generator/format/json-memory.js";
import { formatEntries, formatJson } from "../../src/generator/format/format-json.js";

const text = fc.string({ unit: fc.constantFrom(...'abc xyz\\"/{}[],:\n'), maxLength: 30 });
const value = fc.letrec((tie) => ({
  any: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    text,
    fc.integer(),
    fc
      .double({ noNaN: true, noDefaultInfinity: true, min: -1e9, max: 1e9 })
      .map((number) => Math.round(number * 100) / 100),
    fc.constantFrom(null, true, false),
    fc.array(tie("any"), { maxLength: 6 }),
    fc.array(fc.integer({ max: 1_000_000 }), { maxLength: 40 }),
    fc.array(text, { maxLength: 8 }),
    fc.dictionary(text, tie("any"), { maxKeys: 5 }),
  ),
})).any;

const options = fc.record({
  printWidth: fc.constantFrom(40, 80, 120),
  tabWidth: fc.constantFrom(2, 4),
  useTabs: fc.boolean(),
  bracketSpacing: fc.boolean(),
});

/** As contract.json is rendered: the outermost object open, all within it on one line. */
function closedText(object: { readonly [key: string]: unknown }): string {
  const lines = Object.entries(object).map(
    ([key, item]) => `${JSON.stringify(key)}: ${JSON.stringify(item)}`,
  );
  return `{\n${lines.join(",\n")}\n}\n`;
}

test.each([
  ["open objects", (object: object) => `${JSON.stringify(object, null, 2)}\n`],
  ["objects on one line", closedText],
])("JSON with %s is printed as prettier prints it", async (_what, textOf) => {
  let printed = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.dictionary(text, value, { minKeys: 1, maxKeys: 4 }),
      options,
      async (object, chosen) => {
        const source = textOf(object);
        const result = formatJson(source, { ...prettierDefaults, ...chosen });
        if (result === undefined) return;
        printed += 1;
        expect(result).toBe(await prettier.format(source, { ...chosen, filepath: "contract.json" }));
      },
    ),
    { numRuns: 400 },
  );
  expect(printed).toBeGreaterThan(200);
});

/** As contract.json is rendered: entries, lists of objects among them. */
const item = fc.dictionary(text, value, { maxKeys: 4 });
const entries = fc
  .uniqueArray(fc.tuple(text, fc.oneof(value, fc.array(item, { maxLength: 4 }).map(itemsOf))), {
    minLength: 1,
    maxLength: 4,
    selector: ([name]) => name,
  })
  .map((list) =>
    list.map(([name, each]) => [name, isItems(each) ? each.items : JSON.stringify(each)] as const),
  );

interface Items {
  readonly items: readonly string[];
}

function itemsOf(items: readonly object[]): Items {
  return { items: items.map((each) => JSON.stringify(each)) };
}

function isItems(each: unknown): each is Items {
  return typeof each === "object" && each !== null && "items" in each;
}

test("entries are printed as their text is, whatever is remembered", () => {
  let printed = 0;
  fc.assert(
    fc.property(fc.array(fc.tuple(entries, options), { minLength: 1, maxLength: 3 }), (documents) => {
      const memory = new JsonMemory();
      const layouts = documents.map(([, chosen]) => ({ ...prettierDefaults, ...chosen }));
      for (const [document] of documents)
        for (const layout of layouts) {
          const anew = formatJson(jsonText(document), layout);
          if (anew !== undefined) printed += 1;
          expect(formatEntries(document, layout)).toBe(anew);
          for (const _ of [1, 2]) expect(formatEntries(document, layout, memory)).toBe(anew);
        }
    }),
    { numRuns: 400 },
  );
  expect(printed).toBeGreaterThan(200);
});

test.each([
  ["an object on one line", '{"a": 1}', {}],
  ["objects of both kinds", '{\n  "a": {"b": 1},\n  "c": {\n    "d": 1\n  }\n}\n', {}],
  ["collapsed objects", '{\n  "a": 1\n}\n', { objectWrap: "collapse" }],
  ["numbers that prettier rewrites", '{\n  "a": 1e+21,\n  "b": [\n    1.5e-7\n  ]\n}\n', {}],
  ["wide characters", '{\n  "a": "日本"\n}\n', {}],
])("leaves %s to the formatter", (_what, source, chosen) =>
  expect(formatJson(source, { ...prettierDefaults, ...chosen })).toBeUndefined(),
);
