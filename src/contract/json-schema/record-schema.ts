import { optionalityIn, type Definitions } from "../optionality.js";
import type { TypeNode } from "../type-node.js";
import type { JsonSchema, JsonSchemaObject } from "./json-schema.js";
import { nodeSchema, type SchemaContext } from "./node-schema.js";

type RecordNode = Extract<TypeNode, { readonly kind: "record" }>;

export function recordSchema({ key, value, mode }: RecordNode, context: SchemaContext): JsonSchemaObject {
  const values = nodeSchema(value, context);
  if (mode === "loose") {
    context.differ("loose-record");
    return { type: "object" };
  }
  const names = keyValues(key);
  if (names === undefined)
    return { type: "object", ...keySchema(key, context), additionalProperties: values };
  // With keys that can be named, each of them must be there, unless its value may be absent.
  const isRequired = mode !== "partial" && !mayBeUndefined(value, context.definitions);
  return {
    type: "object",
    properties: Object.fromEntries(names.map((name) => [name, values])),
    ...(isRequired && names.length > 0 && { required: names }),
    additionalProperties: false,
  };
}

/**
 * The value of a key that is named is checked whether it is there or not: then an exact optional is wrong without it, and
 * coercion makes a value of it.
 */
function mayBeUndefined(node: TypeNode, definitions: Definitions): boolean {
  switch (node.kind) {
    case "string":
    case "boolean":
      return node.coerce === true;
    case "optional":
      return node.exact !== true || mayBeUndefined(node.inner, definitions);
    case "nullable":
    case "readonly":
      return mayBeUndefined(node.inner, definitions);
    case "union":
      return node.options.some((option) => mayBeUndefined(option, definitions));
    default:
      return optionalityIn(node, definitions) !== undefined;
  }
}

function keyValues(key: TypeNode): readonly string[] | undefined {
  if (key.kind === "literal" || key.kind === "enum") return [...new Set(key.values.map(String))];
  if (key.kind !== "union") return undefined;
  const lists = key.options.map(keyValues);
  return lists.every((list) => list !== undefined) ? [...new Set(lists.flat())] : undefined;
}

function keySchema(key: TypeNode, context: SchemaContext): { readonly propertyNames?: JsonSchema } {
  if (key.kind === "string" && key.checks === undefined) return {};
  if (key.kind === "number") {
    context.differ("integral-keys");
    return {};
  }
  return { propertyNames: nodeSchema(key, context) };
}
