import type { PropertyNode, TypeNode } from "../../../contract/type-node.js";
import { codeNode } from "./code-node.js";
import { introspectAt } from "./introspect-zod.js";
import { pathTo, report, stepInside, type Position, type ZodIntrospection } from "./introspection.js";
import { documentationOf } from "./metadata.js";
import { isZodSchema, type ZodSchema } from "./zod-schema.js";

type ObjectNode = Extract<TypeNode, { kind: "object" }>;

export function objectNode(schema: ZodSchema, position: Position, introspection: ZodIntrospection): TypeNode {
  const shape = schema._zod.def["shape"] as { readonly [name: string]: unknown };
  for (const symbol of Object.getOwnPropertySymbols(shape)) {
    report(
      introspection,
      position,
      "non-json-type",
      `JSON cannot carry the property ${String(symbol)}, whose key is a symbol.`,
      "Use a string as the key.",
    );
  }
  const names = Object.keys(shape);
  const properties = names
    .filter((name) => name !== "__proto__")
    .map((name): PropertyNode => {
      const property = shape[name];
      const place = stepInside(position, "shape", name);
      const node = introspectAt(property, place, introspection);
      const own = isZodSchema(property) && documentationOf(property);
      return { name, node, ...own, ...introspection.documentation(pathTo(place)) };
    });
  const node: ObjectNode = {
    kind: "object",
    properties,
    unknownKeys: unknownKeys(schema, position, introspection),
  };
  return names.includes("__proto__")
    ? codeNode(schema, position, introspection, "a property named `__proto__`, which zod leaves out", node)
    : node;
}

function unknownKeys(
  schema: ZodSchema,
  position: Position,
  introspection: ZodIntrospection,
): ObjectNode["unknownKeys"] {
  const { catchall } = schema._zod.def;
  if (!isZodSchema(catchall)) return "strip";
  const { type, checks } = catchall._zod.def;
  if (type === "never") return "strict";
  if ((type === "unknown" || type === "any") && !checks?.length) return "loose";
  return { catchall: introspectAt(catchall, stepInside(position, "catchall"), introspection) };
}
