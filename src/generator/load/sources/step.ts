import { argumentOf, returnOf, type Expression } from "./expression.js";
import { calledName, elementOf, elementsOf, follow, propertyOf, returnedBy, valueOf } from "./follow.js";
import { placeOfExpression, type Place } from "./place.js";
import type { ProjectFiles } from "./project-files.js";

type Key = string | number;

interface Search {
  readonly files: ProjectFiles;
  visits: number;
  /** What a long search found where: recursive types lead back to themselves, by many ways. */
  found?: Map<string, Place | undefined>;
}

const visitsOfShortSearch = 16;

/** One step of a schema path from a place, through object literals, arrays, our authoring functions, and zod calls. */
export function step(files: ProjectFiles, place: Place, key: Key): Place | undefined {
  return into({ files, visits: 0 }, place.value, key) ?? (isStructural(key) ? place : undefined);
}

/** Keys of zod's insides that stand for the place itself. */
function isStructural(key: Key): boolean {
  return key === "_zod" || key === "def" || key === "fields" || key === "value";
}

function into(search: Search, expression: Expression, key: Key): Place | undefined {
  const value = valueOf(search.files, expression);
  if (value.kind === "object") return propertyOf(search.files, value, String(key));
  if (value.kind === "array")
    return typeof key === "number"
      ? elementOf(search.files, value, key)
      : namedElement(search.files, value, key);
  if (value.kind !== "function" && value.kind !== "call") return undefined;
  if (++search.visits <= visitsOfShortSearch) return intoCode(search, value, key);
  const visit = `${value.source.path}:${value.first}:${value.end}:${key}`;
  const found = (search.found ??= new Map());
  if (found.has(visit)) return found.get(visit);
  found.set(visit, undefined);
  const place = intoCode(search, value, key);
  found.set(visit, place);
  return place;
}

function intoCode(search: Search, value: Expression, key: Key): Place | undefined {
  if (value.kind === "call") return intoCall(search, value, key);
  const returned = returnOf(value);
  return returned && into(search, returned, key);
}

/** `args: ["title", "projectId?"]`: the element that names the argument. */
function namedElement(files: ProjectFiles, array: Expression, name: string): Place | undefined {
  const element = elementsOf(files, array).find((candidate) => {
    const value = valueOf(files, candidate);
    return value.kind === "string" && (value.value === name || value.value === `${name}?`);
  });
  return element && placeOfExpression(element);
}

function intoCall(search: Search, call: Expression, key: Key): Place | undefined {
  const called = calledName(search.files, call);
  if (!called) {
    const returned = returnedBy(search.files, call);
    return returned && into(search, returned, key);
  }
  const { name, receiver } = called;
  const argument = (index: number): Expression | undefined => argumentOf(call, index);
  const at = (expression: Expression | undefined): Place | undefined =>
    expression && placeOfExpression(expression);
  const through = (expression: Expression | undefined): Place | undefined =>
    expression && into(search, expression, key);

  if (receiver) return intoMethod(search, call, name, receiver, key);
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
        through(argument(0)) ??
        (key === "shape" ? at(argument(0)) : undefined) ??
        enveloped(search, call, key)
      );
    case "discriminatedUnion":
      return key === "options" ? at(argument(1)) : intoUnion(search, argument(1), key, argument(0));
    case "union":
    case "xor":
      return key === "options" ? at(argument(0)) : intoUnion(search, argument(0), key, undefined);
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
  search: Search,
  call: Expression,
  name: string,
  receiver: Expression,
  key: Key,
): Place | undefined {
  const argument = argumentOf(call, 0);
  const behind = (): Place | undefined => into(search, receiver, key);
  if (wrappers.has(name) && key === "innerType") return placeOfExpression(receiver);
  if (name === "array" && (key === "element" || typeof key === "number")) return placeOfExpression(receiver);
  if (key === "in" && (name === "pipe" || name === "transform")) return placeOfExpression(receiver);
  if (key === "out" && argument && (name === "pipe" || name === "transform"))
    return placeOfExpression(argument);
  const extends_ = /^(?:extend|safeExtend|augment|merge|and|or|setKey)$/.test(name);
  return (extends_ && argument ? into(search, argument, key) : undefined) ?? behind();
}

function enveloped(search: Search, call: Expression, key: Key): Place | undefined {
  const fields = argumentOf(call, 0);
  const data = fields && key !== "data" ? into(search, fields, "data") : undefined;
  return data && into(search, data.value, key);
}

/** By position, by the discriminator's literal, or else the first member that has such a property. */
function intoUnion(
  search: Search,
  options: Expression | undefined,
  key: Key,
  discriminator: Expression | undefined,
): Place | undefined {
  const list = options && valueOf(search.files, options);
  if (list?.kind !== "array") return undefined;
  if (typeof key === "number") return elementOf(search.files, list, key);
  const property = discriminator?.kind === "string" ? discriminator.value : "type";
  const members = elementsOf(search.files, list);
  for (const member of members) {
    const type = into(search, member, property);
    if (type && isLiteral(search, type.value, key)) return placeOfMember(search, member);
    const value = valueOf(search.files, member);
    const nested = isUnion(search, value) ? into(search, value, key) : undefined;
    if (nested) return nested;
  }
  for (const member of members) {
    const found = into(search, member, key);
    if (found) return found;
  }
  return undefined;
}

function isUnion(search: Search, expression: Expression): boolean {
  return /^(?:discriminatedUnion|union)$/.test(calledName(search.files, expression)?.name ?? "");
}

function isLiteral(search: Search, expression: Expression, value: string): boolean {
  const call = valueOf(search.files, expression);
  const called = calledName(search.files, call);
  if (called?.receiver) return isLiteral(search, called.receiver, value);
  const argument = argumentOf(call, 0);
  if (!argument || (called?.name !== "literal" && called?.name !== "enum")) return false;
  const literal = valueOf(search.files, argument);
  if (literal.kind === "array") return namedElement(search.files, literal, value) !== undefined;
  return literal.kind === "string" && literal.value === value;
}

/** The declaration of a member that is listed by its name, else the member where it stands. */
function placeOfMember(search: Search, member: Expression): Place {
  const { through } = follow(search.files, member);
  return through[0] ? { ...through[0], value: member } : placeOfExpression(member);
}
