import { isOptionalOut, optionalityIn, type Definitions } from "../../../contract/optionality.js";
import type { SchemaPath } from "../../../contract/finding.js";
import type { TypeNode } from "../../../contract/type-node.js";
import type { LintFinding, LintRule } from "../lint-rule.js";
import { quoted } from "../quoted.js";
import { isSatisfiable } from "../satisfiable.js";

export const unsatisfiableType: LintRule = function* ({ entities, operations, definitions }) {
  for (const { type, fields } of entities)
    for (const { name, node } of fields)
      if (!isOptionalOut(node, definitions))
        yield* unsatisfiable(node, definitions, ["entities", type, "fields", name], `field ${quoted(name)}`);
  for (const { name, args, effect } of operations)
    for (const arg of args)
      if (effect.kind === "custom" && optionalityIn(arg.node, definitions) === undefined)
        yield* unsatisfiable(
          arg.node,
          definitions,
          ["operations", name, "args", arg.name],
          `argument ${quoted(arg.name)}`,
        );
};

function* unsatisfiable(
  node: TypeNode,
  definitions: Definitions,
  path: SchemaPath,
  what: string,
): Iterable<LintFinding> {
  if (!isSatisfiable(node, definitions))
    yield { rule: "unsatisfiable-type", path, message: `No value can be valid for the required ${what}.` };
}
