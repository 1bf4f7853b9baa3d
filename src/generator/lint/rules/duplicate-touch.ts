import type { LintRule } from "../lint-rule.js";
import { quoted } from "../quoted.js";

export const duplicateTouch: LintRule = function* ({ operations }) {
  for (const { name, touches } of operations)
    for (const [index, type] of touches.entries())
      if (touches.indexOf(type) < index)
        yield {
          rule: "duplicate-touch",
          path: ["operations", name, "touches", index],
          message: `${quoted(name)} lists ${quoted(type)} twice.`,
        };
};
