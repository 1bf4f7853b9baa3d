import type { LintRule } from "../lint-rule.js";

export const protoName: LintRule = function* ({ oddNames }) {
  for (const { what, name, path } of oddNames)
    if (name === "__proto__")
      yield { rule: "proto-name", path, message: `This ${what} is named "__proto__".` };
};
