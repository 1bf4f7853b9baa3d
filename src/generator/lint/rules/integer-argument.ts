import type { NarrowRule } from "../lint-rule.js";
import { quoted } from "../quoted.js";

export const integerArgument: NarrowRule = {
  inOperation({ name, args }, found) {
    for (const arg of args)
      if (/^(?:0|[1-9]\d*)$/.test(arg.name))
        found.push({
          rule: "integer-argument",
          path: ["operations", name, "args", arg.name],
          message: `The argument ${quoted(arg.name)} of ${quoted(name)} is named by an integer.`,
        });
  },
};
