import type { SchemaPath } from "../../../contract/finding.js";
import { pascalCase, variableName } from "../../plan/names.js";
import type { LintFinding, NarrowRule } from "../lint-rule.js";
import { quoted } from "../quoted.js";

export const nameCollision: NarrowRule = {
  *amongNames({ types, operations }) {
    yield* collisions(types, typeName, (type) => ["entities", type]);
    yield* collisions(operations, typeName, (name) => ["operations", name]);
  },
  inOperation({ name, args }, found) {
    if (args.every((arg) => variableName(arg.name) === arg.name)) return;
    const names = args.map((arg) => arg.name);
    found.push(...collisions(names, variableName, (arg) => ["operations", name, "args", arg]));
  },
};

/** Of names that differ in case alone another rule tells. */
function* collisions(
  names: readonly string[],
  toIdentifier: (name: string) => string,
  pathOf: (name: string) => SchemaPath,
): Iterable<LintFinding> {
  const earlier = new Map<string, string[]>();
  for (const name of names) {
    const identifier = toIdentifier(name);
    const others = earlier.get(identifier);
    if (!others) {
      earlier.set(identifier, [name]);
      continue;
    }
    const [other] = others;
    if (other !== undefined && others.every((known) => known.toLowerCase() !== name.toLowerCase()))
      yield {
        rule: "name-collision",
        path: pathOf(name),
        message: `${quoted(name)} and ${quoted(other)} both become ${quoted(identifier)}; this one carries a number in generated code.`,
      };
    others.push(name);
  }
}

/** As `pascalCase`, which is slow, and has little to do for most names. */
function typeName(name: string): string {
  return /^[a-zA-Z][a-zA-Z0-9]*$/.test(name) ? name[0]!.toUpperCase() + name.slice(1) : pascalCase(name);
}
