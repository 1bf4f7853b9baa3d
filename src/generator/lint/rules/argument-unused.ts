import type { OperationModel, ValueExpression } from "../../../contract/contract.js";
import type { NarrowRule } from "../lint-rule.js";
import { quoted } from "../quoted.js";

/** A listed argument whose field `set` gives another value: introspection reports the other kinds. */
export const argumentUnused: NarrowRule = {
  inOperation(operation, found) {
    const used = operation.args.length > 1 ? usedArguments(operation) : undefined;
    if (!used) return;
    for (const { name } of operation.args.slice(1))
      if (!used.has(name))
        found.push({
          rule: "argument-unused",
          path: ["operations", operation.name, "args", name],
          message: `The argument ${quoted(name)} is not used in set, so it changes nothing.`,
        });
  },
};

function usedArguments({ effect }: OperationModel): Set<string> | undefined {
  if (effect.kind !== "create" && effect.kind !== "update" && effect.kind !== "upsert") return undefined;
  return new Set(effect.set.flatMap(({ value }) => argumentsIn(value)));
}

function argumentsIn(value: ValueExpression): string[] {
  switch (value.kind) {
    case "argument":
      return [value.name];
    case "increment":
      return argumentsIn(value.by);
    case "append":
    case "without":
      return argumentsIn(value.value);
    default:
      return [];
  }
}
