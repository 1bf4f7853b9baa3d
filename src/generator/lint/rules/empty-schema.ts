import type { LintRule } from "../lint-rule.js";

export const emptySchema: LintRule = function* ({ entities, operations }) {
  if (entities.length === 0)
    yield { rule: "empty-schema", path: ["entities"], message: "The schema declares no entity." };
  else if (operations.length === 0)
    yield { rule: "empty-schema", path: ["operations"], message: "The schema declares no operation." };
};
