import type { LintRule } from "../lint-rule.js";
import { quoted } from "../quoted.js";

export const reservedName: LintRule = function* ({ reserved, operations }) {
  if (reserved.size === 0) return;
  for (const { name, renamedFrom = [] } of operations) {
    if (reserved.has(name))
      yield {
        rule: "reserved-name",
        path: ["operations", name],
        message: `${quoted(name)} is reserved: it named another operation once.`,
      };
    for (const former of renamedFrom) {
      if (!reserved.has(former)) continue;
      yield {
        rule: "reserved-name",
        path: ["operations", name, "renamedFrom"],
        message: `${quoted(former)} is reserved, so it cannot be a former name of ${quoted(name)} as well.`,
      };
    }
  }
};
