import { optionalityIn } from "../optionality.js";
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
  const isRequired = mode !== "partial" && optionalityIn(value, context.definitions) === undefined;
  return {
    type: "object",
    properties: Object.fromEntries(names.map((name) => [name, values])),
    ...(isRequired && names.length > 0 && { required: names }),
    additionalProperties: false,
  };
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
