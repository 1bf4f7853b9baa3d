import { enumerableValues } from "../../src/contract/enumerable-values.js";
import { isOptionalOut, optionalityIn, type Definitions } from "../../src/contract/optionality.js";
import type { ArrayCheck, TypeNode } from "../../src/contract/type-node.js";
import { code, join, literal, nothing, type Code, type Identifier } from "../code/index.js";
import { checkStatements, pathText, when } from "./check-statements.js";
import { bindingLines } from "./bindings.js";
import { boundsText, lengthBounds } from "./plain-bounds.js";
import { keyTest } from "./record-keys.js";
import { mayStop, takesUndefined } from "./node-facts.js";
import { either, type FunctionScope, type PathPart } from "./validator-scope.js";

export function arrayStatements(
  node: Extract<TypeNode, { kind: "array" }>,
  value: Identifier,
  path: readonly PathPart[],
  scope: FunctionScope,
): Code {
  const checks = node.checks ?? [];
  const bounds = lengthBounds(checks);
  const operands = checks.map(lengthOperand);
  const wrongArray =
    checks.length === 0
      ? code`${scope.scope.runtime("wrongType")}(trail, ${pathText(path)}, ${value}, ${literal("an array")})`
      : bounds
        ? code`${scope.scope.runtime("wrongArray")}(trail, ${pathText(path)}, ${value}, ${boundsText(bounds)})`
        : code`${scope.scope.runtime("wrongArrayChecks")}(trail, ${pathText(path)}, ${value}, ${join(operands, ", ")})`;
  const isTooLong = checks
    .filter(({ check }) => check !== "min_length")
    .map((check) => code`${value}.length > ${literal(check.value)}`);
  const isTooShort = checks
    .filter(({ check }) => check !== "max_length")
    .map((check) => code`${value}.length < ${literal(check.value)}`);
  const lines = elementLoop(node.element, value, path, scope);
  if (isTooShort.length > 0) {
    const stops = mayStop(node.element);
    const stopped = stops && scope.local("stopped");
    if (stopped) lines.unshift(code`const ${stopped} = trail?.stopped;`);
    const minimum = bounds?.[0];
    const wrongLength =
      minimum === undefined
        ? code`${scope.scope.runtime("wrongLengthChecks")}(trail, ${pathText(path)}, ${value}, ${join(operands, ", ")})`
        : code`${scope.scope.runtime("wrongLength")}(trail, ${pathText(path)}, ${value}, ${literal(minimum)})`;
    const short = isTooShort.length > 1 ? code`(${either(isTooShort)})` : isTooShort[0]!;
    lines.push(
      code`if (${short}${stopped && code` && trail?.stopped === ${stopped}`} && ${wrongLength}) return false;`,
    );
  }
  const wrong = either([code`!Array.isArray(${value})`, ...isTooLong]);
  if (lines.length === 0) {
    return code`if (${isTooLong.length > 0 ? code`(${wrong})` : wrong} && ${wrongArray}) return false;`;
  }
  return code`if (${wrong}) {
  if (${wrongArray}) return false;
} else {
  ${join(lines, "\n")}
}`;
}

function elementLoop(
  element: TypeNode,
  value: Identifier,
  path: readonly PathPart[],
  scope: FunctionScope,
  start = 0,
): Code[] {
  const index = scope.local("index");
  const item = scope.local("item");
  const statements = checkStatements(element, item, [...path, { variable: index }], scope);
  if (statements.isEmpty) return [];
  return [
    code`for (let ${index} = ${literal(start)}; ${index} < ${value}.length; ${index}++) {
  const ${item}: unknown = ${value}[${index}];
  ${statements}
}`,
  ];
}

function lengthOperand(check: ArrayCheck): Code {
  const name = { min_length: "min", max_length: "max", length_equals: "length" }[check.check];
  return code`${literal(name + (check.abort ? "!" : ""))}, ${literal(check.value)}`;
}

/** From which index on all items can be left out, in the input and in the output. */
export function tupleTail(
  items: readonly TypeNode[],
  definitions: Definitions,
): { readonly optionalIn: number; readonly optionalOut: number } {
  const start = (isOmittable: (item: TypeNode) => boolean) => {
    let index = items.length;
    while (index > 0 && isOmittable(items[index - 1]!)) index--;
    return index;
  };
  return {
    optionalIn: start((item) => optionalityIn(item, definitions) !== undefined),
    optionalOut: start((item) => isOptionalOut(item, definitions)),
  };
}

/** `names` are those of the items' variables, as far as they have names. */
export function tupleStatements(
  node: Extract<TypeNode, { kind: "tuple" }>,
  value: Identifier,
  path: readonly PathPart[],
  scope: FunctionScope,
  names: readonly string[],
): Code {
  const { definitions } = scope.scope.file;
  const tail = tupleTail(node.items, definitions);
  const bindings: Code[] = [];
  const checks = node.items.map((item, index) => {
    const local = scope.local(names[index] ?? `item${index}`);
    const statements = checkStatements(item, local, [...path, index], scope);
    if (statements.isEmpty) return nothing;
    bindings.push(code`${literal(index)}: ${local}`);
    const canBeSkipped = index >= tail.optionalOut && takesUndefined(item, definitions) !== "yes";
    return canBeSkipped ? when(code`${value}.length > ${literal(index)}`, statements) : statements;
  });
  const lines = [
    ...(bindings.length > 0 ? [code`const { ${join(bindings, ", ")} } = ${value};`] : []),
    ...(node.rest ? elementLoop(node.rest, value, path, scope, node.items.length) : []),
    ...checks.filter((check) => !check.isEmpty),
  ];
  if (node.rest) {
    const wrongType = code`${scope.scope.runtime("wrongType")}(trail, ${pathText(path)}, ${value}, ${literal("an array")})`;
    if (lines.length === 0) return code`if (!Array.isArray(${value}) && ${wrongType}) return false;`;
    return code`if (Array.isArray(${value})) {
  ${join(lines, "\n")}
} else if (${wrongType}) return false;`;
  }
  const bounds = code`${literal(tail.optionalIn)}, ${literal(node.items.length)}, trail`;
  const isTuple = scope.scope.runtime("isTuple");
  if (path.length === 0) {
    return join([code`if (!${isTuple}(${value}, ${bounds})) return false;`, ...lines], "\n");
  }
  return code`if (${isTuple}(${value}, ${bounds}, ${pathText(path)})) {
  ${join(lines, "\n")}
} else if (!trail?.issues) return false;`;
}

export function recordStatements(
  node: Extract<TypeNode, { kind: "record" }>,
  value: Identifier,
  path: readonly PathPart[],
  scope: FunctionScope,
): Code {
  const runtime = (name: string) => scope.scope.runtime(name);
  const values = enumerableValues(node.key)?.filter(
    (key): key is string | number => typeof key === "string" || typeof key === "number",
  );
  const known = values && scope.scope.keySet(scope.stem, values.map(String));
  const lines =
    values && node.mode !== "partial"
      ? knownKeyLines(values, node, value, path, scope)
      : openKeyLines(node, value, path, scope, known !== undefined);
  if (known && node.mode !== "loose") {
    const wrongKeys = runtime(node.mode === "partial" ? "wrongRecordKeys" : "wrongKeys");
    lines.push(code`if (${wrongKeys}(trail, ${pathText(path)}, ${value}, ${known})) return false;`);
  }
  const wrongType = code`${runtime("wrongType")}(trail, ${pathText(path)}, ${value}, ${literal("an object")})`;
  if (lines.length === 0) return code`if (!${runtime("isRecord")}(${value}) && ${wrongType}) return false;`;
  return code`if (${runtime("isRecord")}(${value})) {
  ${join(lines, "\n")}
} else if (${wrongType}) return false;`;
}

function knownKeyLines(
  keys: readonly (string | number)[],
  node: Extract<TypeNode, { kind: "record" }>,
  value: Identifier,
  path: readonly PathPart[],
  scope: FunctionScope,
): Code[] {
  return keys
    .filter((key) => key !== "__proto__")
    .map((key) => {
      const local = scope.local(String(key));
      const statements = checkStatements(node.value, local, [...path, key], scope);
      return statements.isEmpty
        ? nothing
        : code`${bindingLines([{ name: String(key), local }], code`${value}`, code`${value}`)}
${statements}`;
    })
    .filter((lines) => !lines.isEmpty);
}

function openKeyLines(
  node: Extract<TypeNode, { kind: "record" }>,
  value: Identifier,
  path: readonly PathPart[],
  scope: FunctionScope,
  hasKnownKeys: boolean,
): Code[] {
  const key = scope.local("name");
  const item = scope.local("item");
  const keyPath = [...path, { variable: key }];
  const statements = checkStatements(node.value, item, keyPath, scope);
  if (statements.isEmpty && (hasKnownKeys || node.mode === "loose")) return [];
  const wrong = keyTest(node.key, key, scope);
  const wrongKey =
    hasKnownKeys || node.mode === "loose"
      ? code`if (${wrong}) continue;`
      : code`if (${wrong}) {
  if (${scope.scope.runtime("wrongKey")}(trail, ${pathText(keyPath)})) return false;
  continue;
}`;
  return [
    code`for (const ${key} of ${scope.scope.runtime("recordKeys")}(${value})) {
  ${wrongKey}${
    !statements.isEmpty &&
    code`
  const ${item} = ${value}[${key}];
  ${statements}`
  }
}`,
  ];
}
