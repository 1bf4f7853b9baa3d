import { optionalityIn } from "../optionality.js";
import type { TypeNode } from "../type-node.js";
import type { JsonSchema, JsonSchemaObject } from "./json-schema.js";
import { annotated, nodeSchema, remarks, type SchemaContext } from "./node-schema.js";

type ObjectNode = Extract<TypeNode, { readonly kind: "object" }>;

export function objectSchema(
  { properties, unknownKeys }: ObjectNode,
  context: SchemaContext,
): JsonSchemaObject {
  const required = properties
    .filter(({ node }) => optionalityIn(node, context.definitions) === undefined)
    .map(({ name }) => name);
  const schemas = properties.map(
    (property) => [property.name, annotated(nodeSchema(property.node, context), remarks(property))] as const,
  );
  return {
    type: "object",
    properties: ownProperties(schemas),
    ...(required.length > 0 && { required }),
    ...(unknownKeys === "strict" && { additionalProperties: false }),
    ...(typeof unknownKeys === "object" && {
      additionalProperties: nodeSchema(unknownKeys.catchall, context),
    }),
  };
}

/** `fromEntries` defines properties, `__proto__` too, where a literal would set the prototype. */
function ownProperties(entries: readonly (readonly [string, JsonSchema])[]): { [name: string]: JsonSchema } {
  return Object.fromEntries(entries);
}
