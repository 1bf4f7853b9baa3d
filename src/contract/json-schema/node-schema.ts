import { optionalityIn, type Definitions } from "../optionality.js";
import type { Documented } from "../contract.js";
import type { TypeNode } from "../type-node.js";
import type { JsonSchema, JsonSchemaObject } from "./json-schema.js";
import type { KnownDifferenceId } from "./known-difference.js";
import { numberSchema } from "./number-schema.js";
import { objectSchema } from "./object-schema.js";
import { recordSchema } from "./record-schema.js";
import { patternSchema, stringSchema } from "./string-schema.js";

export interface SchemaContext {
  readonly definitions: Definitions;
  /** Where a definition's schema stands: `#/$defs/Comment`. */
  readonly referenceTo: (definition: string) => string;
  /** Told of each place where the schema cannot say what the validator checks. */
  readonly differ: (id: KnownDifferenceId) => void;
}

/** What a validator of the node takes, as JSON Schema 2020-12. Whether it may be left out is for what is around it to say. */
export function nodeSchema(node: TypeNode, context: SchemaContext): JsonSchema {
  const inner = (next: TypeNode) => nodeSchema(next, context);
  switch (node.kind) {
    case "string":
      return stringSchema(node, context.differ);
    case "number":
      return numberSchema(node, context.differ);
    case "boolean":
      if (node.coerce) return true;
      return { type: "boolean" };
    case "null":
      return { type: "null" };
    case "unknown":
      return true;
    case "never":
      return false;
    case "literal":
    case "enum":
      return node.values.length === 1 ? { const: node.values[0]! } : { enum: node.values };
    case "template":
      return { type: "string", ...patternSchema(node.pattern, context.differ) };
    case "array":
      return arraySchema(node, context);
    case "tuple":
      return tupleSchema(node.items, node.rest, context);
    case "record":
      return recordSchema(node, context);
    case "object":
      return objectSchema(node, context);
    case "union":
      if (!node.exclusive) return { anyOf: node.options.map(inner) };
      context.differ("exclusive-union");
      return { oneOf: node.options.map(inner) };
    case "discriminated_union":
      return { anyOf: node.options.map(inner) };
    case "intersection":
      context.differ("intersection");
      return { allOf: [inner(node.left), inner(node.right)] };
    case "nullable":
      return { anyOf: [inner(node.inner), { type: "null" }] };
    case "prefault":
      context.differ("prefault");
      return annotated(inner(node.inner), { default: node.value });
    case "default":
      return annotated(inner(node.inner), { default: node.value });
    case "catch":
      return { default: node.value };
    case "optional":
    case "non_optional":
    case "readonly":
      return inner(node.inner);
    case "ref":
      return { $ref: context.referenceTo(node.name) };
    case "zod":
      context.differ("code");
      return annotated(inner(node.input ?? node.base), { $comment: `zod: ${node.reason}` });
  }
}

/** The positional arguments of a tuple: those at its end that may be left out are. */
export function tupleSchema(
  items: readonly TypeNode[],
  rest: TypeNode | undefined,
  context: SchemaContext,
  document: (schema: JsonSchema, index: number) => JsonSchema = (schema) => schema,
): JsonSchemaObject {
  const required = items.findLastIndex((item) => optionalityIn(item, context.definitions) === undefined) + 1;
  const further = rest === undefined ? false : nodeSchema(rest, context);
  if (items.length === 0) return { type: "array", items: further };
  return {
    type: "array",
    prefixItems: items.map((item, index) => document(nodeSchema(item, context), index)),
    ...(required > 0 && { minItems: required }),
    items: further,
  };
}

function arraySchema(
  node: Extract<TypeNode, { readonly kind: "array" }>,
  context: SchemaContext,
): JsonSchemaObject {
  let minItems = 0;
  let maxItems = Infinity;
  for (const { check, value } of node.checks ?? []) {
    if (check !== "max_length") minItems = Math.max(minItems, value);
    if (check !== "min_length") maxItems = Math.min(maxItems, value);
  }
  return {
    type: "array",
    items: nodeSchema(node.element, context),
    ...(minItems > 0 && { minItems }),
    ...(maxItems < Infinity && { maxItems }),
  };
}

/** A schema with a remark; `true` and `false` become objects where they must carry one. */
export function annotated(
  schema: JsonSchema,
  remark: Pick<JsonSchemaObject, "default" | "description" | "deprecated" | "title" | "$comment">,
): JsonSchema {
  if (Object.keys(remark).length === 0) return schema;
  if (schema === true) return remark;
  if (schema === false) return { not: {}, ...remark };
  return { ...schema, ...remark };
}

/** What documentation says, as keywords. */
export function remarks({
  doc,
  deprecated,
}: Documented): Pick<JsonSchemaObject, "description" | "deprecated"> {
  const reason = typeof deprecated === "string" ? `Deprecated: ${deprecated}` : undefined;
  const description = [doc, reason].filter((text) => text !== undefined).join("\n\n");
  return {
    ...(description !== "" && { description }),
    ...(deprecated !== undefined && { deprecated: true }),
  };
}
