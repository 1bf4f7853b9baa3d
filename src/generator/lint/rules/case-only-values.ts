import type { TypeNode } from "../../../contract/type-node.js";
import type { LintRule } from "../lint-rule.js";
import { quoted } from "../quoted.js";

export const caseOnlyValues: LintRule = function* ({ nodes }) {
  const seen = new Set<TypeNode>();
  for (const { node, path } of nodes) {
    if (node.kind === "object" || seen.has(node)) continue;
    seen.add(node);
    const first = new Map<string, string>();
    for (const value of node.values) {
      if (typeof value !== "string") continue;
      const other = first.get(value.toLowerCase());
      if (other === undefined) first.set(value.toLowerCase(), value);
      else if (other !== value)
        yield {
          rule: "case-only-values",
          path,
          message: `The values ${quoted(other)} and ${quoted(value)} differ only in case.`,
        };
    }
  }
};
