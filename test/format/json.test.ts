import fc from "fast-check";
import * as prettier from "prettier";
import { expect, test } from "vitest";
import { prettierDefaults } from "../../src/generator/format/fast-options.js";
import { formatJson } from "../../src/generator/format/format-json.js";

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
});

test("JSON is printed as prettier prints it", async () => {
  let printed = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.dictionary(text, value, { minKeys: 1, maxKeys: 4 }),
      options,
      async (object, chosen) => {
        const source = `${JSON.stringify(object, null, 2)}\n`;
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

test.each([
  ["objects on one line", '{"a": 1}', {}],
  ["collapsed objects", '{\n  "a": 1\n}\n', { objectWrap: "collapse" }],
  ["wide characters", '{\n  "a": "日本"\n}\n', {}],
])("leaves %s to the formatter", (_what, source, chosen) =>
  expect(formatJson(source, { ...prettierDefaults, ...chosen })).toBeUndefined(),
);
