import type { TypeNode } from "../../../contract/type-node.js";
import type { PlacedNode } from "../find-nodes.js";
import type { LintRule } from "../lint-rule.js";
import { quoted } from "../quoted.js";

export const caseOnlyValues: LintRule = function* ({ ambiguousLists }) {
  const seen = new Set<TypeNode>();
  for (const { node, path } of ambiguousLists) {
    if (seen.has(node)) continue;
    seen.add(node);
    for (const [other, value] of caseOnlyPairs(node))
      yield {
        rule: "case-only-values",
        path,
        message: `The values ${quoted(other)} and ${quoted(value)} differ only in case.`,
      };
  }
};

/** Whether the rule has something to say of a node. */
export function isAmbiguous({ node }: PlacedNode): boolean {
  return caseOnlyPairs(node).length > 0;
}

/** Each value that differs only in case from one before it, behind the first such. */
function caseOnlyPairs(node: PlacedNode["node"]): readonly (readonly [other: string, value: string])[] {
  if (node.kind === "object") return [];
  const pairs: (readonly [string, string])[] = [];
  const first = new Map<string, string>();
  for (const value of node.values) {
    if (typeof value !== "string") continue;
    const folded = value.toLowerCase();
    const other = first.get(folded);
    if (other === undefined) first.set(folded, value);
    else if (other !== value) pairs.push([other, value]);
  }
  return pairs;
}
