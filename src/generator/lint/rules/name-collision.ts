import type { SchemaPath } from "../../../contract/finding.js";
import { pascalCase, variableName } from "../../plan/names.js";
import { declaredOperations } from "../declared-operations.js";
import type { LintFinding, LintRule } from "../lint-rule.js";
import { quoted } from "../quoted.js";

export const nameCollision: LintRule = function* (contract) {
  const operations = declaredOperations(contract);
  yield* collisions(
    contract.entities.map((entity) => entity.type),
    pascalCase,
    (type) => ["entities", type],
  );
  yield* collisions(
    operations.map((operation) => operation.name),
    pascalCase,
    (name) => ["operations", name],
  );
  for (const { name, args } of operations)
    yield* collisions(
      args.map((arg) => arg.name),
      variableName,
      (arg) => ["operations", name, "args", arg],
    );
};

/** Names that differ in case alone are another rule's. */
function* collisions(
  names: readonly string[],
  toIdentifier: (name: string) => string,
  pathOf: (name: string) => SchemaPath,
): Iterable<LintFinding> {
  const first = new Map<string, string>();
  for (const name of names) {
    const identifier = toIdentifier(name);
    const other = first.get(identifier);
    if (other === undefined) first.set(identifier, name);
    else if (other !== name && other.toLowerCase() !== name.toLowerCase())
      yield {
        rule: "name-collision",
        path: pathOf(name),
        message: `${quoted(name)} and ${quoted(other)} both become ${quoted(identifier)}; this one carries a number in generated code.`,
      };
  }
}
