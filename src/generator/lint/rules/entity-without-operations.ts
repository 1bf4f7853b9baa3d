import type { LintRule } from "../lint-rule.js";
import { quoted } from "../quoted.js";

export const entityWithoutOperations: LintRule = function* ({ entities, operations }) {
  const written = new Set<string>();
  for (const { touches } of operations) for (const type of touches) written.add(type);
  if (written.size === 0) return;
  for (const { type } of entities)
    if (!written.has(type))
      yield {
        rule: "entity-without-operations",
        path: ["entities", type],
        message: `No operation writes ${quoted(type)}.`,
      };
};
