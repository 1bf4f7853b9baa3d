import { isOptionalOut, optionalityIn } from "../../../contract/optionality.js";
import type { LintRule } from "../lint-rule.js";
import { quoted } from "../quoted.js";
import { isSatisfiable } from "../satisfiable.js";

export const unsatisfiableType: LintRule = function* ({ entities, operations, definitions }) {
  for (const { type, fields } of entities)
    for (const { name, node } of fields)
      if (!isOptionalOut(node, definitions) && !isSatisfiable(node, definitions))
        yield {
          rule: "unsatisfiable-type",
          path: ["entities", type, "fields", name],
          message: `No value can be valid for the required field ${quoted(name)}.`,
        };
  for (const { name, args, effect } of operations) {
    if (effect.kind !== "custom") continue;
    for (const arg of args)
      if (optionalityIn(arg.node, definitions) === undefined && !isSatisfiable(arg.node, definitions))
        yield {
          rule: "unsatisfiable-type",
          path: ["operations", name, "args", arg.name],
          message: `No value can be valid for the required argument ${quoted(arg.name)}.`,
        };
  }
};
