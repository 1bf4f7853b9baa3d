import fc from "fast-check";
import { expect, it } from "vitest";
import { tokenize } from "../../src/generator/load/sources/tokens.js";
import { sourcesOf } from "./marked-files.js";

const fragments = fc.constantFrom(
  ..."{ } ( ) [ ] < > , ; : ? . ... => = ! ` ${ / // /* */ /** ' \" \\ \n \r\n \t @ # 1 1.5e-3 é 😀 \ud800 \u2028 \ufeff".split(
    " ",
  ),
  ..."export default |const a = |defineSchema(|entities|operations|entity(|z.object(|z.lazy(|todo|title|a|a.b".split(
    "|",
  ),
  ..."import { a } from './a.js'|export { a as default }|export * from './b.js'|as |satisfies |async |get |function |return ".split(
    "|",
  ),
);
const text = fc.array(fragments, { maxLength: 60 }).map((parts) => parts.join(""));

it("reads any text to its end, whatever it is", () => {
  fc.assert(
    fc.property(text, text, text, (schema, a, b) => {
      const sources = sourcesOf({ "schema.ts": schema, "a.ts": a, "b.ts": b });
      for (const path of [
        [],
        ["entities", "todo", "fields", "title", 0],
        ["operations", "a", "args", "title"],
      ]) {
        const place = sources.locate(path);
        expect(place?.line).toBeGreaterThan(0);
        expect(place?.column).toBeGreaterThan(0);
        sources.documentation(path);
      }
    }),
    { numRuns: 2000 },
  );
});

it("covers a text with tokens that do not overlap, and pairs brackets both ways", () => {
  fc.assert(
    fc.property(text, (source) => {
      const { count, kinds, starts, ends, partners } = tokenize(source);
      let last = 0;
      for (let token = 0; token < count; token++) {
        expect(starts[token]!).toBeGreaterThanOrEqual(last);
        expect(ends[token]!).toBeGreaterThan(starts[token]!);
        last = ends[token]!;
        const partner = partners[token]!;
        if (kinds[token] === 5 && partner < count) expect(partners[partner]).toBe(token);
      }
      expect(last).toBeLessThanOrEqual(source.length);
    }),
    { numRuns: 2000 },
  );
});
