import type { Definitions } from "../../contract/optionality.js";
import type { TypeNode } from "../../contract/type-node.js";

/** Whether a node takes another TypeScript type than it yields: a default, a catch, a coercion, a transform somewhere inside. */
export function hasDefaults(
  node: TypeNode,
  definitions: Definitions,
  seen: ReadonlySet<string> = new Set(),
): boolean {
  const inside = (next: TypeNode) => hasDefaults(next, definitions, seen);
  switch (node.kind) {
    case "default":
    case "prefault":
    case "catch":
      return true;
    case "string":
    case "number":
    case "boolean":
      return node.coerce === true;
    case "object":
      return (
        node.properties.some((property) => inside(property.node)) ||
        (typeof node.unknownKeys === "object" && inside(node.unknownKeys.catchall))
      );
    case "array":
      return inside(node.element);
    case "tuple":
      return node.items.some(inside) || (node.rest !== undefined && inside(node.rest));
    case "record":
      return inside(node.key) || inside(node.value);
    case "union":
    case "discriminated_union":
      return node.options.some(inside);
    case "intersection":
      return inside(node.left) || inside(node.right);
    case "zod":
      return node.input !== undefined || inside(node.base);
    case "ref": {
      const target = definitions[node.name];
      return (
        target !== undefined &&
        !seen.has(node.name) &&
        hasDefaults(target, definitions, new Set([...seen, node.name]))
      );
    }
    default:
      return "inner" in node && inside(node.inner);
  }
}
