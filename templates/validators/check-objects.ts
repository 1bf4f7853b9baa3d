import { isOptionalOut, optionalityIn } from "../../src/contract/optionality.js";
import type { PropertyNode, TypeNode } from "../../src/contract/type-node.js";
import { bindingLines, type Binding } from "./bindings.js";
import { code, join, literal, type Code, type Identifier } from "../code/index.js";
import { callStatement, checkStatements, pathText } from "./check-statements.js";
import { takesUndefined } from "./node-facts.js";
import type { FunctionScope, PathPart } from "./validator-scope.js";

type ObjectNode = Extract<TypeNode, { kind: "object" }>;

export function objectStatements(
  node: ObjectNode,
  value: Identifier,
  path: readonly PathPart[],
  scope: FunctionScope,
): Code {
  const known = path.length > 0 ? scope.scope.checkOf(node) : undefined;
  if (known) return callStatement(known, value, path, scope);
  const notObject = code`${scope.scope.runtime("wrongType")}(trail, ${pathText(path)}, ${value}, ${literal("an object")})`;
  const lines = propertyLines(node, value, path, scope);
  const isObject = code`${scope.scope.runtime("isObject")}(${value})`;
  if (path.length === 0) {
    return join([code`if (!${isObject}) return !${notObject};`, ...lines], "\n");
  }
  return lines.length === 0
    ? code`if (!${isObject} && ${notObject}) return false;`
    : code`if (${isObject}) {
  ${join(lines, "\n")}
} else if (${notObject}) return false;`;
}

function propertyLines(
  node: ObjectNode,
  value: Identifier,
  path: readonly PathPart[],
  scope: FunctionScope,
): Code[] {
  const bindings: Binding[] = [];
  const checks: Code[] = [];
  for (const property of node.properties) {
    const local = scope.local(property.name);
    const statements = checkStatements(property.node, local, [...path, property.name], scope);
    if (!statements.isEmpty) {
      bindings.push({ name: property.name, local });
    }
    checks.push(...presence(property, statements, value, path, scope));
  }
  const unknown = unknownKeys(node, value, path, scope);
  return [
    ...bindingLines(bindings, code`${value}`, code`${value}`),
    ...checks,
    ...(unknown ? [unknown] : []),
  ];
}

/** zod's rules for a key that is not there. */
function presence(
  property: PropertyNode,
  statements: Code,
  value: Identifier,
  path: readonly PathPart[],
  scope: FunctionScope,
): Code[] {
  const { definitions } = scope.scope.file;
  const takes = takesUndefined(property.node, definitions);
  const own = statements.isEmpty ? [] : [statements];
  const present = () => code`${literal(property.name)} in ${value}`;
  if (optionalityIn(property.node, definitions) === undefined) {
    if (takes === "no") return own;
    const missing = code`${scope.scope.runtime("missing")}(trail, ${pathText([...path, property.name])})`;
    if (takes === "yes") return [...own, code`if (!(${present()}) && ${missing}) return false;`];
    const count = scope.local("issueCount");
    return [
      code`const ${count} = trail?.issues?.length;`,
      ...own,
      code`if (!(${present()}) && trail?.issues?.length === ${count} && ${missing}) return false;`,
    ];
  }
  if (!isOptionalOut(property.node, definitions) || takes === "yes" || own.length === 0) return own;
  return [
    code`if (${present()}) {
  ${statements}
}`,
  ];
}

function unknownKeys(
  node: ObjectNode,
  value: Identifier,
  path: readonly PathPart[],
  scope: FunctionScope,
): Code | undefined {
  const names = node.properties.map(({ name }) => name);
  if (node.unknownKeys === "strict") {
    const keys = scope.scope.keySet(scope.stem, names);
    return code`if (${scope.scope.runtime("wrongKeys")}(trail, ${pathText(path)}, ${value}, ${keys})) return false;`;
  }
  if (typeof node.unknownKeys !== "object") return undefined;
  const key = scope.local("name");
  const item = scope.local("other");
  const statements = checkStatements(node.unknownKeys.catchall, item, [...path, { variable: key }], scope);
  if (statements.isEmpty) return undefined;
  const keys = scope.scope.keySet(scope.stem, [...names, "__proto__"]);
  return code`for (const ${key} in ${value}) {
  if (${keys}.has(${key})) continue;
  const ${item} = ${value}[${key}];
  ${statements}
}`;
}
