import type { SchemaPath } from "../../../contract/finding.js";
import type { LintFinding, NarrowRule } from "../lint-rule.js";
import { quoted } from "../quoted.js";

export const namesDifferInCase: NarrowRule = {
  *amongNames({ types, operations }) {
    yield* differing(types, (type) => ["entities", type]);
    yield* differing(operations, (name) => ["operations", name]);
  },
};

function* differing(names: readonly string[], pathOf: (name: string) => SchemaPath): Iterable<LintFinding> {
  const first = new Map<string, string>();
  for (const name of names) {
    const folded = name.toLowerCase();
    const other = first.get(folded);
    if (other === undefined) first.set(folded, name);
    else if (other !== name)
      yield {
        rule: "names-differ-in-case",
        path: pathOf(name),
        message: `${quoted(name)} and ${quoted(other)} differ only in case.`,
      };
  }
}
