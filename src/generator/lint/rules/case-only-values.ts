import type { Contract } from "../../../contract/contract.js";
import type { TypeNode } from "../../../contract/type-node.js";
import { declaredOperations } from "../declared-operations.js";
import type { LintRule } from "../lint-rule.js";
import { nodesWithin, type PlacedNode } from "../nodes-within.js";
import { quoted } from "../quoted.js";

export const caseOnlyValues: LintRule = function* (contract) {
  const seen = new Set<TypeNode>();
  for (const { node, path } of placedNodes(contract)) {
    if ((node.kind !== "enum" && node.kind !== "literal") || seen.has(node)) continue;
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

function* placedNodes(contract: Contract): Iterable<PlacedNode> {
  for (const { type, fields } of contract.entities)
    for (const { name, node } of fields) yield* nodesWithin(node, ["entities", type, "fields", name]);
  for (const { name, args } of declaredOperations(contract))
    for (const arg of args) yield* nodesWithin(arg.node, ["operations", name, "args", arg.name]);
}
