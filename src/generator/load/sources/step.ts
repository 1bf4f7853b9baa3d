import { argumentOf, returnOf, type Expression } from "./expression.js";
import { calledName, elementOf, elementsOf, follow, propertyOf, returnedBy } from "./follow.js";
import { placeOfExpression, type Place } from "./place.js";
import type { ProjectFiles } from "./project-files.js";

type Key = string | number;

const deepest = 60;

/** One step of a schema path from a place, through object literals, arrays, our authoring functions, and zod calls. */
export function step(files: ProjectFiles, place: Place, key: Key): Place | undefined {
  return into(files, place.value, key, 0) ?? (isStructural(key) ? place : undefined);
}

/** Keys of zod's insides that stand for the place itself. */
function isStructural(key: Key): boolean {
  return key === "_zod" || key === "def" || key === "fields" || key === "value";
}

function into(files: ProjectFiles, expression: Expression, key: Key, depth: number): Place | undefined {
  if (depth > deepest) return undefined;
  const { value } = follow(files, expression);
  switch (value.kind) {
    case "object":
      return propertyOf(files, value, String(key));
    case "array":
      return typeof key === "number" ? elementOf(files, value, key) : namedElement(files, value, key);
    case "function": {
      const returned = returnOf(value);
      return returned && into(files, returned, key, depth + 1);
    }
    case "call":
      return intoCall(files, value, key, depth + 1);
    default:
      return undefined;
  }
}

/** `args: ["title", "projectId?"]`: the element that names the argument. */
function namedElement(files: ProjectFiles, array: Expression, name: string): Place | undefined {
  const element = elementsOf(files, array).find((candidate) => {
    const { value } = follow(files, candidate);
    return value.kind === "string" && (value.value === name || value.value === `${name}?`);
  });
  return element && placeOfExpression(element);
}

function intoCall(files: ProjectFiles, call: Expression, key: Key, depth: number): Place | undefined {
  const called = calledName(files, call);
  if (!called) {
    const returned = returnedBy(files, call);
    return returned && into(files, returned, key, depth);
  }
  const { name, receiver } = called;
  const argument = (index: number): Expression | undefined => argumentOf(call, index);
  const at = (expression: Expression | undefined): Place | undefined =>
    expression && placeOfExpression(expression);
  const through = (expression: Expression | undefined): Place | undefined =>
    expression && into(files, expression, key, depth);

  if (receiver) return intoMethod(files, call, name, receiver, key, depth);
  switch (name) {
    case "create":
    case "update":
    case "upsert":
    case "remove":
      return key === "entity" ? at(argument(0)) : through(argument(1));
    case "entity":
      return key === "fields" || key === "data" ? at(argument(0)) : through(argument(0));
    case "arg":
      return key === "name" ? at(argument(0)) : undefined;
    case "increment":
      return key === "by" ? at(argument(0)) : undefined;
    case "append":
    case "without":
      return key === "value" ? at(argument(0)) : undefined;
    case "object":
    case "strictObject":
    case "looseObject":
    case "interface":
      return (
        through(argument(0)) ?? (key === "shape" ? at(argument(0)) : undefined) ?? enveloped(files, call, key)
      );
    case "discriminatedUnion":
      return key === "options" ? at(argument(1)) : intoUnion(files, argument(1), key, argument(0), depth);
    case "union":
    case "xor":
      return key === "options" ? at(argument(0)) : intoUnion(files, argument(0), key, undefined, depth);
    case "tuple":
      return key === "items" ? at(argument(0)) : key === "rest" ? at(argument(1)) : through(argument(0));
    case "array":
    case "set":
      return key === "element"
        ? at(argument(0))
        : (through(argument(0)) ?? (typeof key === "number" ? at(argument(0)) : undefined));
    case "record":
    case "partialRecord":
    case "looseRecord":
    case "map":
      return key === "keyType"
        ? at(argument(0))
        : key === "valueType"
          ? at(argument(1))
          : through(argument(1));
    case "intersection":
      return (
        through(argument(0)) ??
        through(argument(1)) ??
        (key === "left" ? at(argument(0)) : key === "right" ? at(argument(1)) : undefined)
      );
    case "preprocess":
      return key === "out" ? at(argument(1)) : through(argument(1));
    case "pipe":
    case "codec":
      return key === "in" ? at(argument(0)) : key === "out" ? at(argument(1)) : through(argument(0));
    case "lazy": {
      const inner = argument(0);
      return key === "innerType" ? at(inner) : through(inner);
    }
    default:
      return key === "innerType" ? at(argument(0)) : through(argument(0));
  }
}

const wrappers = new Set(
  "optional exactOptional nullable nullish nonoptional default prefault catch readonly".split(" "),
);

function intoMethod(
  files: ProjectFiles,
  call: Expression,
  name: string,
  receiver: Expression,
  key: Key,
  depth: number,
): Place | undefined {
  const argument = argumentOf(call, 0);
  const behind = (): Place | undefined => into(files, receiver, key, depth);
  if (wrappers.has(name) && key === "innerType") return placeOfExpression(receiver);
  if (name === "array" && (key === "element" || typeof key === "number")) return placeOfExpression(receiver);
  if (key === "in" && (name === "pipe" || name === "transform")) return placeOfExpression(receiver);
  if (key === "out" && argument && (name === "pipe" || name === "transform"))
    return placeOfExpression(argument);
  const extends_ = /^(?:extend|safeExtend|augment|merge|and|or|setKey)$/.test(name);
  return (extends_ && argument ? into(files, argument, key, depth) : undefined) ?? behind();
}

function enveloped(files: ProjectFiles, call: Expression, key: Key): Place | undefined {
  const fields = argumentOf(call, 0);
  const data = fields && key !== "data" ? into(files, fields, "data", 0) : undefined;
  return data && into(files, data.value, key, 1);
}

/** By position, by the discriminator's literal, or else the first member that has such a property. */
function intoUnion(
  files: ProjectFiles,
  options: Expression | undefined,
  key: Key,
  discriminator: Expression | undefined,
  depth: number,
): Place | undefined {
  const list = options && follow(files, options).value;
  if (list?.kind !== "array") return undefined;
  if (typeof key === "number") return elementOf(files, list, key);
  const property = discriminator?.kind === "string" ? discriminator.value : "type";
  const members = elementsOf(files, list);
  for (const member of members) {
    const type = into(files, member, property, depth);
    if (type && isLiteral(files, type.value, key)) return placeOfMember(files, member);
    const { value } = follow(files, member);
    const nested = isUnion(files, value) ? into(files, value, key, depth + 1) : undefined;
    if (nested) return nested;
  }
  for (const member of members) {
    const found = into(files, member, key, depth + 1);
    if (found) return found;
  }
  return undefined;
}

function isUnion(files: ProjectFiles, expression: Expression): boolean {
  return /^(?:discriminatedUnion|union)$/.test(calledName(files, expression)?.name ?? "");
}

function isLiteral(files: ProjectFiles, expression: Expression, value: string): boolean {
  const call = follow(files, expression).value;
  const called = calledName(files, call);
  if (called?.receiver) return isLiteral(files, called.receiver, value);
  const argument = argumentOf(call, 0);
  if (!argument || (called?.name !== "literal" && called?.name !== "enum")) return false;
  const literal = follow(files, argument).value;
  if (literal.kind === "array") return namedElement(files, literal, value) !== undefined;
  return literal.kind === "string" && literal.value === value;
}

/** The declaration of a member that is listed by its name, else the member where it stands. */
function placeOfMember(files: ProjectFiles, member: Expression): Place {
  const { through } = follow(files, member);
  return through[0] ? { ...through[0], value: member } : placeOfExpression(member);
}
