import type { Json } from "../../src/contract/type-node.js";
import { Code, type Identifier } from "./code.js";

/** The one escaper of values: any JSON value as a TypeScript expression. */
export function literal(value: Json): Code {
  return new Code(literalText(value));
}

/** A property's key in an object literal or an interface. */
export function key(name: string): Code {
  return new Code(keyText(name, false));
}

/** A property's key in an object literal that is built at run time; `__proto__` would set the prototype there. */
export function literalKey(name: string): Code {
  return new Code(keyText(name, true));
}

/** The access to a property: `.title`, `["first-name"]`. */
export function member(name: string): Code {
  return new Code(isIdentifierName(name) ? `.${name}` : `[${stringText(name)}]`);
}

/** A regular expression literal; what a literal cannot hold, or TypeScript refuses in one, goes through `new RegExp`. */
export function regularExpression(source: string, flags: string): Code {
  const written = `/${source}/${flags}`;
  let known = expressions.get(written);
  if (!known) expressions.set(written, (known = new Code(expressionText(source, flags))));
  return known;
}

/** Schemas use few patterns, and each of them many times. */
const expressions = new Map<string, Code>();

function expressionText(source: string, flags: string): string {
  const text = new RegExp(source, flags).toString();
  const isPlain =
    !flags.includes("v") &&
    (flags.includes("u") || !laxEscape.test(source)) &&
    !/[\0\ud800-\udfff]/.test(text) &&
    stringText(text) === JSON.stringify(text);
  return isPlain ? text : `new RegExp(${stringText(source)}, ${stringText(flags)})`;
}

/** What JavaScript lets pass without the flag `u`, and TypeScript since 5.5 does not. */
const laxEscape = /\\(?:[1-9]|0\d|k|u\{|[pP]|x(?![\da-fA-F]{2})|u(?![\da-fA-F]{4}))/;

/** Whether TypeScript takes the name after a dot and as an unquoted key. */
export function isIdentifierName(name: string): boolean {
  return (
    /^[A-Za-z_$][\w$]*$/.test(name) ||
    // Whether joiners count differs from one version of Unicode to the next.
    (/^[\p{ID_Start}_$][\p{ID_Continue}$]*$/u.test(name) && !/[\u200c\u200d]/.test(name))
  );
}

/** For the naming module, and for names that a template makes up itself. @throws where it is no identifier */
export function identifier(name: string): Identifier {
  if (!isIdentifierName(name)) throw new TypeError(`Not an identifier: ${JSON.stringify(name)}`);
  return name as Identifier;
}

function literalText(value: Json): string {
  if (typeof value === "string") return stringText(value);
  if (typeof value === "number") return numberText(value);
  if (value === null || typeof value === "boolean") return String(value);
  if (isJsonArray(value)) return `[${value.map(literalText).join(", ")}]`;
  const entries = Object.entries(value).map(([name, item]) => `${keyText(name, true)}: ${literalText(item)}`);
  return entries.length === 0 ? "{}" : `{ ${entries.join(", ")} }`;
}

function isJsonArray(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function numberText(value: number): string {
  if (!Number.isFinite(value)) throw new TypeError(`Not a JSON number: ${value}`);
  return Object.is(value, -0) ? "-0" : String(value);
}

/** JSON's escapes, and those that keep odd characters visible in review and safe in every encoding. */
function stringText(value: string): string {
  if (/^[ !#-[\]-~]*$/.test(value)) return `"${value}"`;
  return JSON.stringify(value).replace(
    /[\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

function keyText(name: string, isLiteral: boolean): string {
  if (name === "__proto__" && isLiteral) return `["__proto__"]`;
  return isIdentifierName(name) ? name : stringText(name);
}
