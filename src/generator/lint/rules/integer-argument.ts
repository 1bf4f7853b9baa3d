import type { LintRule } from "../lint-rule.js";
import { quoted } from "../quoted.js";

export const integerArgument: LintRule = function* ({ operations }) {
  for (const { name, args } of operations)
    for (const arg of args)
      if (/^(?:0|[1-9]\d*)$/.test(arg.name))
        yield {
          rule: "integer-argument",
          path: ["operations", name, "args", arg.name],
          message: `The argument ${quoted(arg.name)} of ${quoted(name)} is named by an integer.`,
        };
};
