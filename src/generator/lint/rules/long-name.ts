import type { LintRule } from "../lint-rule.js";
import { namedPlaces } from "../named-places.js";
import { quoted } from "../quoted.js";

const longest = 200;

export const longName: LintRule = function* (contract) {
  for (const { what, name, path } of namedPlaces(contract))
    if (name.length > longest)
      yield {
        rule: "long-name",
        path,
        message: `The name of this ${what}, ${quoted(name)}, has ${name.length} characters.`,
      };
};
