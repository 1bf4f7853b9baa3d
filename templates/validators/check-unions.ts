import { discriminatorValues } from "../../src/contract/enumerable-values.js";
import { optionalityIn } from "../../src/contract/optionality.js";
import type { TypeNode } from "../../src/contract/type-node.js";
import {
  code,
  identifier,
  join,
  literal,
  type Code,
  type CodeValue,
  type Identifier,
} from "../code/index.js";
import { bindingLines } from "./bindings.js";
import { checkFunction } from "./check-function.js";
import { callStatement, checkStatements, pathText } from "./check-statements.js";
import { copyFunction } from "./copy-expression.js";
import { mayGoOn } from "./node-facts.js";
import { grouped, scalarCheck } from "./scalar-check.js";
import { each, type FunctionScope, type PathPart } from "./validator-scope.js";

const noOption = literal("Matches none of the types that are possible here");

export function unionStatements(
  node: { readonly options: readonly TypeNode[] },
  value: Identifier,
  path: readonly PathPart[],
  scope: FunctionScope,
): Code {
  if (node.options.length === 0) return code`if (${wrongOption(path, scope)}) return false;`;
  const close: CodeValue[] = [];
  const wrong = node.options.map((option, index) => {
    const isClose = mayGoOn(option);
    const scalar = scalarCheck(option, value, scope);
    if (scalar && !isClose) return grouped(scalar);
    const check = checkFunction(option, scope.child(optionName(option, index), true));
    if (isClose) close.push(check);
    return scalar ? grouped(scalar) : code`!${check}(${value})`;
  });
  const report =
    close.length === 0
      ? wrongOption(path, scope)
      : code`${scope.scope.runtime("wrongUnion")}(trail, ${pathText(path)}, ${value}, ${join(close, ", ")})`;
  return code`if (${each(wrong)} && ${report}) return false;`;
}

function wrongOption(path: readonly PathPart[], scope: FunctionScope): Code {
  return code`${scope.scope.runtime("wrongOption")}(trail, ${pathText(path)}, ${noOption})`;
}

export function optionName(option: TypeNode, index: number): string {
  return option.kind === "ref" ? option.name : `option${index + 1}`;
}

export function exclusiveStatements(
  node: { readonly options: readonly TypeNode[] },
  value: Identifier,
  path: readonly PathPart[],
  scope: FunctionScope,
): Code {
  const checks = node.options.map((option, index) =>
    checkFunction(option, scope.child(optionName(option, index), true)),
  );
  const isJustOne = code`${scope.scope.runtime("isJustOne")}(${join([value, ...checks], ", ")})`;
  return code`if (!${isJustOne} && ${wrongOption(path, scope)}) return false;`;
}

export function discriminatedStatements(
  node: Extract<TypeNode, { kind: "discriminated_union" }>,
  value: Identifier,
  path: readonly PathPart[],
  scope: FunctionScope,
): Code {
  const { discriminator } = node;
  const tag = scope.local(discriminator);
  const cases = discriminatedOptions(node, scope).map(({ option, values }, index) => {
    const check = checkFunction(option, scope.child(optionStem(values, index)));
    return code`${values.map((item) => code`case ${item === undefined ? identifier("undefined") : literal(item)}:\n`)}  ${callStatement(check, value, path, scope)}
  break;`;
  });
  const otherwise = node.fallback
    ? checkStatements({ kind: "union", options: node.options }, value, path, scope)
    : code`if (${wrongOption([...path, discriminator], scope)}) return false;`;
  const notObject = code`${scope.scope.runtime("wrongType")}(trail, ${pathText(path)}, ${value}, ${literal("an object")})`;
  const isObject = code`${scope.scope.runtime("isObject")}(${value})`;
  const lines = code`${bindingLines([{ name: discriminator, local: tag }], code`${value}`, code`${value}`)}
switch (${tag}) {
  ${join(cases, "\n")}
  default:
    ${otherwise}
}`;
  return path.length === 0
    ? code`if (!${isObject}) return !${notObject};
${lines}`
    : code`if (${isObject}) {
  ${lines}
} else if (${notObject}) return false;`;
}

/** The options with the tags that lead to them, without those that several options claim. */
export function discriminatedOptions(
  node: Extract<TypeNode, { kind: "discriminated_union" }>,
  scope: FunctionScope,
): readonly {
  readonly option: TypeNode;
  readonly values: readonly (string | number | boolean | null | undefined)[];
}[] {
  const { definitions } = scope.scope.file;
  const isOptional = (property: TypeNode) => optionalityIn(property, definitions) !== undefined;
  const options = node.options.map((option) => ({
    option,
    values: discriminatorValues(option, node.discriminator, definitions, isOptional) ?? [],
  }));
  const claims = new Map<unknown, number>();
  for (const value of options.flatMap(({ values }) => values))
    claims.set(value, (claims.get(value) ?? 0) + 1);
  return options
    .map(({ option, values }) => ({ option, values: values.filter((value) => claims.get(value) === 1) }))
    .filter(({ values }) => values.length > 0);
}

export function optionStem(values: readonly unknown[], index: number): string {
  const [first] = values;
  return typeof first === "string" && /^[A-Za-z]/.test(first) ? first : `option${index + 1}`;
}

export function intersectionStatements(
  node: Extract<TypeNode, { kind: "intersection" }>,
  value: Identifier,
  path: readonly PathPart[],
  scope: FunctionScope,
): Code {
  const [left, right] = (["left", "right"] as const).map((side) => {
    const sideScope = scope.side(side);
    const check = checkFunction(node[side], sideScope);
    const copy = copyFunction(node[side], sideScope);
    const name = scope.scope.claim(`${sideScope.stem}Side`);
    scope.scope.declare(code`const ${name} = { check: ${check}, copy: ${copy} };`);
    return name;
  });
  return code`if (!${scope.scope.runtime("isBoth")}(${value}, ${left}, ${right}, trail, ${pathText(path)}) && !trail?.issues) return false;`;
}
