import type { StringCheck, TypeNode } from "../../src/contract/type-node.js";
import {
  code,
  identifier,
  isSameCode,
  join,
  literal,
  regularExpression,
  type Code,
  type CodeValue,
  type Identifier,
  type ImportedSymbol,
} from "../code/index.js";
import { tupleTail } from "./check-arrays.js";
import { checkFunction } from "./check-function.js";
import { discriminatedOptions, optionName, optionStem } from "./check-unions.js";
import { copyObjectFunction, copyRecordExpression } from "./copy-objects.js";
import { isKept, isUrl, mayGoOn, type OverwriteCheck } from "./node-facts.js";
import { optionalityIn } from "../../src/contract/optionality.js";
import { scalarCheck } from "./scalar-check.js";
import { capitalized, type FunctionScope } from "./validator-scope.js";

const anyValue = identifier("value");

/** What zod yields for the valid value in `value` (a variable); undefined where that is the value itself. */
export function copyExpression(node: TypeNode, value: Code, scope: FunctionScope): Code | undefined {
  if (isKept(node)) return undefined;
  const inner = (next: TypeNode) => copyExpression(next, value, scope) ?? value;
  const { scope: file } = scope;
  switch (node.kind) {
    case "string":
      return textExpression(node, value, scope);
    case "number":
      return code`${file.runtime("toNumber")}(${value})`;
    case "boolean":
      return code`Boolean(${value})`;
    case "array": {
      const copy = isKept(node.element) ? undefined : copyFunction(node.element, scope.child("item"));
      return copy
        ? code`${file.runtime("copyElements")}(${value}, ${copy})`
        : code`${file.runtime("copyArray")}(${value})`;
    }
    case "tuple":
      return tupleExpression(node, value, scope);
    case "object":
      return code`${copyObjectFunction(node, scope)}(${value})`;
    case "record":
      return copyRecordExpression(node, value, scope);
    case "nullable":
      return code`${value} === null ? null : ${inner(node.inner)}`;
    case "optional":
      if (node.exact || optionalityIn(node.inner, file.file.definitions) === "defaulted") {
        return filledOptional(node, value, scope);
      }
      return code`${value} === undefined ? undefined : ${inner(node.inner)}`;
    case "default":
      return code`${value} === undefined ? ${literal(node.value)} : ${inner(node.inner)}`;
    case "prefault":
      return code`${copyFunction(node.inner, scope.child("filled"))}(${value} === undefined ? ${literal(node.value)} : ${value})`;
    case "catch": {
      const check = checkFunction(node.inner, scope.child("caught"));
      return code`${check}(${value}) ? ${inner(node.inner)} : ${literal(node.value)}`;
    }
    case "non_optional":
      return inner(node.inner);
    case "readonly":
      return code`Object.freeze(${inner(node.inner)})`;
    case "union":
      return node.options.length === 1
        ? inner(node.options[0]!)
        : code`${unionFunction(node, scope)}(${value})`;
    case "discriminated_union":
      return code`${discriminatedFunction(node, scope)}(${value})`;
    case "intersection": {
      const left = copyFunction(node.left, scope.side("left"));
      const right = copyFunction(node.right, scope.side("right"));
      return code`${file.runtime("mergeValues")}(${left}(${value}), ${right}(${value}))`;
    }
    case "ref":
      return code`${file.file.definitionFunctions(node.name).copy}(${value})`;
    case "zod":
      return code`${file.runtime("zodValue")}(${file.zodNode(scope.stem, node.path)}, ${value})`;
    default:
      return undefined;
  }
}

/** The function that copies the node's values. */
export function copyFunction(node: TypeNode, scope: FunctionScope): Identifier | ImportedSymbol {
  if (node.kind === "ref") return scope.scope.file.definitionFunctions(node.name).copy;
  if (node.kind === "object") return copyObjectFunction(node, scope);
  if (node.kind === "array" && isKept(node.element)) return scope.scope.runtime("copyArray");
  if (node.kind === "union" && node.options.length > 1 && !isKept(node)) return unionFunction(node, scope);
  if (node.kind === "discriminated_union") return discriminatedFunction(node, scope);
  const known = scope.scope.copyOf(node);
  if (known) return known;
  const copied = copyExpression(node, code`${anyValue}`, scope) ?? code`${anyValue}`;
  const made = scope.scope.copyOf(node);
  if (made) return made;
  const copyArray = scope.scope.runtime("copyArray");
  if (isSameCode(copied, code`${copyArray}(${anyValue})`)) return copyArray;
  const name = scope.scope.claim(`copy${wrapperWords[node.kind] ?? ""}${capitalized(scope.stem)}`);
  scope.scope.rememberCopy(node, name);
  scope.scope.declare(code`function ${name}(value: unknown): unknown {
  return ${copied};
}`);
  return name;
}

/** What the functions of wrapping nodes are called beside those of what they wrap. */
const wrapperWords: { readonly [kind in TypeNode["kind"]]?: string } = {
  optional: "Optional",
  nullable: "Nullable",
  default: "Defaulted",
  prefault: "Filled",
  catch: "Caught",
  readonly: "Readonly",
};

export function urlOptions(
  check: Extract<StringCheck, { check: "format" }>,
  scope: FunctionScope,
): CodeValue {
  const { options } = check;
  if (!options) return undefined;
  const entries = Object.entries(options).map(([name, option]) =>
    typeof option === "object" && option !== null && "source" in option
      ? code`${identifier(name)}: ${regularExpression(String(option["source"]), String(option["flags"]))}`
      : code`${identifier(name)}: ${literal(option)}`,
  );
  return code`, ${scope.scope.constant(`${scope.stem}UrlOptions`, code`{ ${join(entries, ", ")} } as const`)}`;
}

function textExpression(
  node: Extract<TypeNode, { kind: "string" }>,
  value: Code,
  scope: FunctionScope,
): Code {
  const start = node.coerce ? code`${scope.scope.runtime("toText")}(${value})` : value;
  return (node.checks ?? []).reduce<Code>((text, check) => {
    if (check.check === "overwrite") return changedText(code`(${text} as string)`, check);
    return isUrl(check)
      ? code`${scope.scope.runtime("urlText")}(${text} as string${urlOptions(check, scope)})`
      : text;
  }, start);
}

/** `text.trim()`: what comes out of a check that overwrites. */
export function changedText(text: CodeValue, { method, form }: OverwriteCheck): Code {
  return code`${text}.${identifier(method)}(${form !== undefined && literal(form)})`;
}

/** An optional type over one that fills in: what cannot be filled in is left out. */
function filledOptional(
  node: Extract<TypeNode, { kind: "optional" }>,
  value: Code,
  scope: FunctionScope,
): Code {
  const copied = copyExpression(node.inner, value, scope) ?? value;
  if (node.exact || node.inner.kind === "default") return copied;
  const check = checkFunction(node.inner, scope.child("filled"));
  return code`${value} === undefined && !${check}(${value}) ? undefined : ${copied}`;
}

type TupleNode = Extract<TypeNode, { kind: "tuple" }>;

function tupleExpression(node: TupleNode, value: Code, scope: FunctionScope): Code {
  const { definitions } = scope.scope.file;
  const copies = node.items.map((item, index) =>
    isKept(item) ? undefined : copyFunction(item, scope.child(`item${index}`)),
  );
  const rest = node.rest && !isKept(node.rest) ? copyFunction(node.rest, scope.child("rest")) : undefined;
  const { optionalIn, optionalOut } = tupleTail(node.items, definitions);
  const propagating = node.items.flatMap((item, index) =>
    index >= optionalOut && optionalityIn(item, definitions) === "optional" ? [index] : [],
  );
  const isFilledLate = optionalOut + propagating.length < node.items.length;
  if (!node.rest && !isFilledLate) {
    const isPlain = copies.every((copy) => copy === undefined) && optionalOut <= optionalIn;
    return isPlain
      ? code`${scope.scope.runtime("copyArray")}(${value})`
      : code`${tupleFunction(node, optionalOut, copies, scope)}(${value})`;
  }
  const list = join(
    copies.map((copy) => copy ?? identifier("undefined")),
    ", ",
  );
  return code`${scope.scope.runtime("copyTuple")}(${value}, [${list}], ${literal(optionalOut)}, ${literal(propagating)}${rest && code`, ${rest}`})`;
}

/** A tuple item by item: those that are always there, then those that are if they were. */
function tupleFunction(
  node: TupleNode,
  end: number,
  copies: readonly (Identifier | ImportedSymbol | undefined)[],
  scope: FunctionScope,
): Identifier {
  const known = scope.scope.copyOf(node);
  if (known) return known;
  const name = scope.scope.claim(`copy${capitalized(scope.stem)}`);
  scope.scope.rememberCopy(node, name);
  const items = copies.map((copy, index) => {
    const item = code`items[${literal(index)}]`;
    return copy ? code`${copy}(${item})` : item;
  });
  const later = items
    .slice(end)
    .map((item, index) => code`if (items.length > ${literal(end + index)}) copy.push(${item});`);
  const list = code`[${join(items.slice(0, end), ", ")}]`;
  const body =
    later.length === 0
      ? code`return ${list};`
      : code`const copy: unknown[] = ${list};
  ${join(later, "\n")}
  return copy;`;
  scope.scope.declare(code`function ${name}(value: unknown): unknown {
  const items = value as readonly unknown[];
  ${body}
}`);
  return name;
}

function unionFunction(node: Extract<TypeNode, { kind: "union" }>, scope: FunctionScope): Identifier {
  const known = scope.scope.copyOf(node);
  if (known) return known;
  const name = scope.scope.claim(`copy${capitalized(scope.stem)}`);
  if (scope.isSide && node.options.some(mayGoOn)) {
    const options = node.options.map((option, index) => {
      const optionScope = scope.side(optionName(option, index));
      return code`{ check: ${checkFunction(option, optionScope)}, copy: ${copyFunction(option, optionScope)} }`;
    });
    scope.scope.rememberCopy(node, name);
    scope.scope.declare(code`function ${name}(value: unknown): unknown {
  return ${scope.scope.runtime("copyClosest")}(value, ${join(options, ", ")});
}`);
    return name;
  }
  const lines = node.options.map((option, index) => {
    const name = optionName(option, index);
    const optionScope = scope.isSide ? scope.side(name) : scope.child(name);
    const copied = copyExpression(option, code`${anyValue}`, optionScope) ?? anyValue;
    if (index === node.options.length - 1) return code`return ${copied};`;
    const scalar = scalarCheck(option, anyValue, optionScope);
    const isRight = scalar ? code`!(${scalar.wrong})` : code`${checkFunction(option, optionScope)}(value)`;
    return code`if (${isRight}) return ${copied};`;
  });
  scope.scope.rememberCopy(node, name);
  scope.scope.declare(code`function ${name}(value: unknown): unknown {
  ${join(lines, "\n")}
}`);
  return name;
}

function discriminatedFunction(
  node: Extract<TypeNode, { kind: "discriminated_union" }>,
  scope: FunctionScope,
): Identifier {
  const known = scope.scope.copyOf(node);
  if (known) return known;
  const name = scope.scope.claim(`copy${capitalized(scope.stem)}`);
  const cases = discriminatedOptions(node, scope).map(({ option, values }, index) => {
    const copied =
      copyExpression(option, code`${anyValue}`, scope.child(optionStem(values, index))) ?? anyValue;
    return code`${values.map((item) => code`case ${item === undefined ? identifier("undefined") : literal(item)}:\n`)}  return ${copied};`;
  });
  const otherwise = node.fallback
    ? code`return ${unionFunction({ kind: "union", options: node.options }, scope)}(value);`
    : code`return value;`;
  scope.scope.rememberCopy(node, name);
  scope.scope.declare(code`function ${name}(value: unknown): unknown {
  switch ((value as ${scope.scope.runtimeType("Fields")})[${literal(node.discriminator)}]) {
    ${join(cases, "\n")}
    default:
      ${otherwise}
  }
}`);
  return name;
}
