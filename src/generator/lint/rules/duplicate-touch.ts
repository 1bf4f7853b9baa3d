import { declaredOperations } from "../declared-operations.js";
import type { LintRule } from "../lint-rule.js";
import { quoted } from "../quoted.js";

export const duplicateTouch: LintRule = function* (contract) {
  for (const { name, touches } of declaredOperations(contract))
    for (const [index, type] of touches.entries())
      if (touches.indexOf(type) < index)
        yield {
          rule: "duplicate-touch",
          path: ["operations", name, "touches", index],
          message: `${quoted(name)} lists ${quoted(type)} twice.`,
        };
};
