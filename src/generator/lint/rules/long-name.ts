import type { LintRule } from "../lint-rule.js";
import { quoted } from "../quoted.js";

const longest = 200;

export const longName: LintRule = function* ({ oddNames }) {
  for (const { what, name, path } of oddNames)
    if (name.length > longest)
      yield {
        rule: "long-name",
        path,
        message: `The name of this ${what}, ${quoted(name)}, has ${name.length} characters.`,
      };
};
