import type { LintRule } from "../lint-rule.js";
import { namedPlaces } from "../named-places.js";

export const protoName: LintRule = function* (contract) {
  for (const { what, name, path } of namedPlaces(contract))
    if (name === "__proto__")
      yield { rule: "proto-name", path, message: `This ${what} is named "__proto__".` };
};
