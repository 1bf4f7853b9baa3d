import { isOptionalOut, optionalityIn } from "../../../contract/optionality.js";
import type { NarrowRule } from "../lint-rule.js";
import { quoted } from "../quoted.js";
import { isSatisfiable } from "../satisfiable.js";

export const unsatisfiableType: NarrowRule = {
  inEntity({ type, fields }, found, definitions) {
    for (const { name, node } of fields)
      if (!isOptionalOut(node, definitions) && !isSatisfiable(node, definitions))
        found.push({
          rule: "unsatisfiable-type",
          path: ["entities", type, "fields", name],
          message: `No value can be valid for the required field ${quoted(name)}.`,
        });
  },
  inOperation({ name, args, effect }, found, definitions) {
    if (effect.kind !== "custom") return;
    for (const arg of args)
      if (optionalityIn(arg.node, definitions) === undefined && !isSatisfiable(arg.node, definitions))
        found.push({
          rule: "unsatisfiable-type",
          path: ["operations", name, "args", arg.name],
          message: `No value can be valid for the required argument ${quoted(arg.name)}.`,
        });
  },
};
