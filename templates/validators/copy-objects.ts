import { enumerableValues } from "../../src/contract/enumerable-values.js";
import { isOptionalOut, optionalityIn } from "../../src/contract/optionality.js";
import type { PropertyNode, TypeNode } from "../../src/contract/type-node.js";
import { bindingLines } from "./bindings.js";
import { code, identifier, join, literal, literalKey, type Code, type Identifier } from "../code/index.js";
import { copyExpression, copyFunction } from "./copy-expression.js";
import { checkFunction } from "./check-function.js";
import { isKept, takesUndefined } from "./node-facts.js";
import { keyTest } from "./record-keys.js";
import { capitalized, FunctionScope } from "./validator-scope.js";

type ObjectNode = Extract<TypeNode, { kind: "object" }>;

const copy = identifier("copy");
const value = identifier("value");

/** A function that builds the object which zod yields: keys in the schema's order, then what is kept of the others. */
export function copyObjectFunction(node: ObjectNode, scope: FunctionScope): Identifier {
  const known = scope.scope.copyOf(node);
  if (known) return known;
  const name = scope.scope.claim(`copy${capitalized(scope.stem)}`);
  scope.scope.rememberCopy(node, name);
  const inside = new FunctionScope(scope.scope, scope.stem);
  const steps = node.properties.map((property) => ({ property, ...stepOf(property, inside) }));
  const bindings = steps.map(({ property, local }) => ({ name: property.name, local }));
  const firstConditional = steps.findIndex(({ condition }) => condition !== undefined);
  const fixed = firstConditional < 0 ? steps : steps.slice(0, firstConditional);
  const entries = fixed.map(({ property, local, copied }) =>
    copied === undefined && local === property.name
      ? code`${local}`
      : code`${literalKey(property.name)}: ${copied ?? local}`,
  );
  const object = entries.length === 0 ? code`{}` : code`{ ${join(entries, ", ")} }`;
  const rest = restText(node, inside);
  const bind = bindingLines(bindings, code`value`, code`value as ${scope.scope.runtimeType("Fields")}`);
  const later = steps.slice(fixed.length).map(({ property, local, copied, condition }) => {
    const assignment = code`${copy}[${literal(property.name)}] = ${copied ?? local};`;
    return condition ? code`if (${condition}) ${assignment}` : assignment;
  });
  const body =
    later.length === 0 && !rest
      ? code`return ${object};`
      : code`const ${copy}: Record<string, unknown> = ${object};
${join([...later, rest ? code`return ${rest};` : code`return ${copy};`], "\n")}`;
  const lines = join([...bind, body], "\n");
  const parameter = /\bvalue\b/.test(lines.text) ? value : identifier("_value");
  scope.scope.declare(code`function ${name}(${parameter}: unknown): unknown {
  ${lines}
}`);
  return name;
}

interface Step {
  readonly local: Identifier;
  readonly copied: Code | undefined;
  /** When the key is there at all. */
  readonly condition: Code | undefined;
}

function stepOf(property: PropertyNode, scope: FunctionScope): Step {
  const { definitions } = scope.scope.file;
  const local = scope.local(property.name);
  const copied = copyExpression(property.node, code`${local}`, scope.child(property.name));
  const optional = optionalityIn(property.node, definitions);
  const isOut = isOptionalOut(property.node, definitions);
  const isFilled = property.node.kind === "default" || (optional === "defaulted" && !isOut);
  const condition = () => {
    if (optional === undefined || isFilled) return undefined;
    const present = code`${literal(property.name)} in (value as ${scope.scope.runtimeType("Fields")})`;
    if (optional === "optional" && isOut) return present;
    const isTaken =
      isOut &&
      takesUndefined(property.node, definitions) !== "yes" &&
      code`${checkFunction(property.node, scope.child(property.name))}(${local}) && `;
    return code`${present} || ${isTaken}(${copied ?? local}) !== undefined`;
  };
  return { local, copied, condition: condition() };
}

function restText(node: ObjectNode, scope: FunctionScope): Code | undefined {
  if (node.unknownKeys === "strip" || node.unknownKeys === "strict") return undefined;
  const names = node.properties.map(({ name }) => name);
  const keys = scope.scope.keySet(scope.stem, [...names, "__proto__"]);
  const catchall = typeof node.unknownKeys === "object" ? node.unknownKeys.catchall : undefined;
  const each = catchall && !isKept(catchall) ? copyFunction(catchall, scope.child("other")) : undefined;
  return code`${scope.scope.runtime("copyRest")}(${copy}, value as ${scope.scope.runtimeType("Fields")}, ${keys}${each && code`, ${each}`})`;
}

export function copyRecordExpression(
  node: Extract<TypeNode, { kind: "record" }>,
  value: Code,
  scope: FunctionScope,
): Code {
  const values = enumerableValues(node.key)?.filter(
    (key): key is string | number => typeof key === "string" || typeof key === "number",
  );
  if (values && node.mode !== "partial") {
    const properties = values
      .filter((key) => key !== "__proto__")
      .map((key): PropertyNode => ({ name: String(key), node: node.value }));
    const unknownKeys = node.mode === "loose" ? "loose" : "strip";
    return code`${copyKnownKeys(properties, unknownKeys, scope)}(${value})`;
  }
  const copyValue = isKept(node.value) ? undefined : copyFunction(node.value, scope.child("item"));
  const isLoose = node.mode === "loose";
  const minds = isLoose ? copyValue !== undefined : scope.isSide;
  const isRight =
    minds && code`, (name: string) => !(${keyTest(node.key, identifier("name"), scope.child("copied"))})`;
  const first = copyValue ?? (minds && identifier("undefined"));
  return code`${scope.scope.runtime("copyRecord")}(${value}${first && code`, ${first}`}${isRight}${isLoose && minds && code`, true`})`;
}

/** Zod writes every key that a record names, whether it was there or not. */
function copyKnownKeys(
  properties: readonly PropertyNode[],
  unknownKeys: "loose" | "strip",
  scope: FunctionScope,
): Identifier {
  const name = scope.scope.claim(`copy${capitalized(scope.stem)}`);
  const inside = new FunctionScope(scope.scope, scope.stem);
  const entries = properties.map((property) => {
    const item = code`fields[${literal(property.name)}]`;
    const copied = isKept(property.node)
      ? item
      : code`${copyFunction(property.node, inside.child(property.name))}(${item})`;
    return code`${literalKey(property.name)}: ${copied}`;
  });
  const object = entries.length === 0 ? code`{}` : code`{ ${join(entries, ", ")} }`;
  const names = [...properties.map((property) => property.name), "__proto__"];
  const result =
    unknownKeys === "loose"
      ? code`${scope.scope.runtime("copyRest")}(${object}, fields, ${scope.scope.keySet(scope.stem, names)})`
      : object;
  scope.scope.declare(code`function ${name}(value: unknown): unknown {
  const fields = value as ${scope.scope.runtimeType("Fields")};
  return ${result};
}`);
  return name;
}
