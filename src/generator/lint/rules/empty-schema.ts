import { declaredOperations } from "../declared-operations.js";
import type { LintRule } from "../lint-rule.js";

export const emptySchema: LintRule = function* (contract) {
  if (contract.entities.length === 0)
    yield { rule: "empty-schema", path: ["entities"], message: "The schema declares no entity." };
  else if (declaredOperations(contract).length === 0)
    yield { rule: "empty-schema", path: ["operations"], message: "The schema declares no operation." };
};
