import type { Definitions } from "./optionality.js";
import type { TypeNode } from "./type-node.js";

/** Whether the schema takes null, be it to make something else of it. */
export function takesNull(node: TypeNode, definitions: Definitions, depth = 0): boolean {
  const inner = (next: TypeNode) => takesNull(next, definitions, depth + 1);
  switch (node.kind) {
    case "null":
    case "unknown":
    case "nullable":
    case "catch":
      return true;
    case "literal":
      return node.values.includes(null);
    case "union":
    case "discriminated_union":
      return node.options.some(inner);
    case "optional":
    case "non_optional":
    case "default":
    case "prefault":
    case "readonly":
      return inner(node.inner);
    case "zod":
      return inner(node.input ?? node.base);
    case "string":
    case "number":
    case "boolean":
      return node.coerce === true;
    case "ref":
      return depth < 50 && definitions[node.name] !== undefined && inner(definitions[node.name]!);
    default:
      return false;
  }
}

/** Whether null is among the values that the schema yields, as far as the node itself says. */
export function yieldsNull(node: TypeNode): boolean {
  switch (node.kind) {
    case "null":
    case "nullable":
      return true;
    case "literal":
      return node.values.includes(null);
    case "union":
    case "discriminated_union":
      return node.options.some(yieldsNull);
    case "zod":
      return yieldsNull(node.base);
    default:
      return "inner" in node && yieldsNull(node.inner);
  }
}
