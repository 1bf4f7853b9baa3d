import type { NarrowRule } from "../lint-rule.js";
import { quoted } from "../quoted.js";

export const duplicateTouch: NarrowRule = {
  inOperation({ name, touches }, found) {
    for (const [index, type] of touches.entries())
      if (touches.indexOf(type) < index)
        found.push({
          rule: "duplicate-touch",
          path: ["operations", name, "touches", index],
          message: `${quoted(name)} lists ${quoted(type)} twice.`,
        });
  },
};
