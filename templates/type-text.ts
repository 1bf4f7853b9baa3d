import { childNodes } from "../src/contract/child-nodes.js";
import type { Documented } from "../src/contract/contract.js";
import { isOptionalOut, optionalityIn, type Definitions } from "../src/contract/optionality.js";
import type { PropertyNode, TypeNode } from "../src/contract/type-node.js";
import { Code, code, comment, join, key, literal, plainText, type CodeValue } from "./code/index.js";

/** `output`: what the validator yields. `input`: what it takes (defaults may be left out). */
export type Direction = "input" | "output";

export interface TypeTextContext {
  readonly direction: Direction;
  readonly definitions: Definitions;
  /** The name under which a definition's type is imported or declared. */
  readonly reference: (name: string, direction: Direction) => CodeValue;
}

/** The node as a TypeScript type, written out. Same as zod's inferred type but for brands, which leave no trace at run time. */
export function typeText(node: TypeNode, context: TypeTextContext): Code {
  switch (node.kind) {
    case "string":
      return node.coerce && context.direction === "input" ? code`unknown` : code`string`;
    case "number":
      return node.coerce && context.direction === "input" ? code`unknown` : code`number`;
    case "boolean":
      return node.coerce && context.direction === "input" ? code`unknown` : code`boolean`;
    case "null":
      return code`null`;
    case "unknown":
      return code`unknown`;
    case "never":
      return code`never`;
    case "literal":
    case "enum":
      return node.values.length === 0 ? code`never` : join(node.values.map(literal), " | ");
    case "template":
      return code`string`;
    case "array":
      return code`${grouped(node.element, context)}[]`;
    case "tuple":
      return tupleText(node, context);
    case "record":
      return recordText(node, context);
    case "object":
      return node.properties.length === 0 && node.unknownKeys === "strip"
        ? code`Record<string, never>`
        : objectText(node.properties, node.unknownKeys, context);
    case "union":
    case "discriminated_union":
      return unionText(node.options.map((option) => typeText(option, context)));
    case "intersection":
      return code`${grouped(node.left, context)} & ${grouped(node.right, context)}`;
    case "nullable":
      return code`${typeText(node.inner, context)} | null`;
    case "optional":
      return node.exact ? typeText(node.inner, context) : code`${typeText(node.inner, context)} | undefined`;
    case "non_optional":
      return code`Exclude<${typeText(node.inner, context)}, undefined>`;
    case "default":
    case "prefault":
      return context.direction === "input"
        ? code`${typeText(node.inner, context)} | undefined`
        : withoutUndefined(node.inner, context);
    case "catch":
      return typeText(node.inner, context);
    case "readonly":
      return readonlyText(node.inner, context);
    case "ref":
      return code`${context.reference(node.name, context.direction)}`;
    case "zod":
      return typeText(context.direction === "input" ? (node.input ?? node.base) : node.base, context);
  }
}

/** Each alternative once. */
function unionText(options: readonly Code[]): Code {
  const unique = new Map(options.map((option) => [plainText(option), option]));
  return join([...unique.values()], " | ");
}

/** The body of an interface or object type: `{ title: string; … }`. */
export function objectText(
  properties: readonly PropertyNode[],
  unknownKeys: Extract<TypeNode, { kind: "object" }>["unknownKeys"],
  context: TypeTextContext,
): Code {
  const lines = properties.map((property) => propertyText(property, context));
  if (unknownKeys === "loose") lines.push(code`[key: string]: unknown;`);
  else if (typeof unknownKeys === "object")
    lines.push(catchallText(properties, unknownKeys.catchall, context));
  return code`{
  ${join(lines, "\n")}
}`;
}

export function propertyText(property: PropertyNode & Documented, context: TypeTextContext): Code {
  const isOptional =
    context.direction === "input"
      ? optionalityIn(property.node, context.definitions) !== undefined
      : isOptionalOut(property.node, context.definitions);
  return code`${comment(property)}${key(property.name)}${isOptional && code`?`}: ${typeText(property.node, context)};`;
}

/** An index signature must take the named properties too, so it can be no narrower than unknown beside them. */
function catchallText(
  properties: readonly PropertyNode[],
  catchall: TypeNode,
  context: TypeTextContext,
): Code {
  return code`[key: string]: ${properties.length === 0 ? typeText(catchall, context) : code`unknown`};`;
}

function tupleText(node: Extract<TypeNode, { kind: "tuple" }>, context: TypeTextContext): Code {
  let tail = node.items.length;
  const canBeAbsent = (item: TypeNode) =>
    context.direction === "input"
      ? optionalityIn(item, context.definitions) !== undefined
      : isOptionalOut(item, context.definitions);
  while (tail > 0 && canBeAbsent(node.items[tail - 1]!)) tail--;
  const items = node.items.map((item, index) =>
    index < tail ? typeText(item, context) : code`${grouped(item, context)}?`,
  );
  if (node.rest) items.push(code`...${grouped(node.rest, context)}[]`);
  return code`[${join(items, ", ")}]`;
}

function recordText(node: Extract<TypeNode, { kind: "record" }>, context: TypeTextContext): Code {
  const value = typeText(node.value, context);
  const hasFixedKeys = ["enum", "literal", "union"].includes(node.key.kind);
  // A type may refer to itself inside an object type, and not as an argument of another.
  const isWrittenOut = mayRefer(node.value);
  if (!hasFixedKeys) return isWrittenOut ? code`{ [key: string]: ${value} }` : code`Record<string, ${value}>`;
  const keys = typeText(node.key, context);
  const canBeAbsent =
    context.direction === "input"
      ? optionalityIn(node.value, context.definitions) !== undefined
      : isOptionalOut(node.value, context.definitions);
  const isPartial = node.mode === "partial" || canBeAbsent;
  if (isWrittenOut) return code`{ [Key in ${keys}]${isPartial && code`?`}: ${value} }`;
  const record = code`Record<${keys}, ${value}>`;
  return isPartial ? code`Partial<${record}>` : record;
}

/** Whether the type names a definition, itself perhaps. */
function mayRefer(node: TypeNode): boolean {
  return node.kind === "ref" || childNodes(node).some(mayRefer);
}

function readonlyText(inner: TypeNode, context: TypeTextContext): Code {
  if (inner.kind === "array") return code`readonly ${grouped(inner.element, context)}[]`;
  if (inner.kind === "tuple") return code`readonly ${typeText(inner, context)}`;
  if (inner.kind === "object" || inner.kind === "record") return code`Readonly<${typeText(inner, context)}>`;
  return typeText(throughWrappers(inner), context);
}

/** `readonly` says nothing of a union or of what may be absent, only of the types inside. */
function throughWrappers(node: TypeNode): TypeNode {
  const readonly = (inner: TypeNode): TypeNode => ({ kind: "readonly", inner });
  switch (node.kind) {
    case "nullable":
    case "optional":
    case "non_optional":
    case "default":
    case "prefault":
    case "catch":
      return { ...node, inner: readonly(node.inner) };
    case "union":
    case "discriminated_union":
      return { ...node, options: node.options.map(readonly) };
    case "readonly":
      return readonly(node.inner);
    case "zod":
      return { ...node, base: readonly(node.base), ...(node.input && { input: readonly(node.input) }) };
    default:
      return node;
  }
}

function withoutUndefined(inner: TypeNode, context: TypeTextContext): Code {
  if (inner.kind === "optional") return withoutUndefined(inner.inner, context);
  return isOptionalOut(inner, context.definitions)
    ? code`Exclude<${typeText(inner, context)}, undefined>`
    : typeText(inner, context);
}

/** Parentheses where the type is an operand and has an operator of its own. */
function grouped(node: TypeNode, context: TypeTextContext): Code {
  const text = typeText(node, context);
  return /[|&]|^readonly /.test(plainText(text)) ? code`(${text})` : text;
}
