import { withoutWrappers } from "../../contract/child-nodes.js";
import type { SchemaPath } from "../../contract/finding.js";
import type { TypeNode } from "../../contract/type-node.js";

export interface PlacedNode {
  readonly node: Extract<TypeNode, { kind: "object" | "enum" | "literal" }>;
  readonly path: SchemaPath;
}

/** Whether `findNodes` finds nothing in a node, so that no path need be made for it. */
export function isPlain(node: TypeNode): boolean {
  const { kind } = withoutWrappers(node);
  return kind === "string" || kind === "number" || kind === "boolean" || kind === "null";
}

/** Adds the objects, enums and literals of a node to a list, each with its place; references are not followed. */
export function findNodes(node: TypeNode, path: SchemaPath, found: PlacedNode[]): void {
  const inside = (inner: TypeNode, ...segments: SchemaPath): void => {
    if (!isPlain(inner)) findNodes(inner, segments.length === 0 ? path : [...path, ...segments], found);
  };
  switch (node.kind) {
    case "enum":
    case "literal":
      found.push({ node, path });
      break;
    case "object":
      found.push({ node, path });
      for (const property of node.properties) inside(property.node, property.name);
      if (typeof node.unknownKeys === "object") inside(node.unknownKeys.catchall);
      break;
    case "array":
      inside(node.element, "element");
      break;
    case "tuple":
      node.items.forEach((item, index) => inside(item, "items", index));
      if (node.rest) inside(node.rest, "rest");
      break;
    case "record":
      inside(node.key, "keyType");
      inside(node.value, "valueType");
      break;
    case "union":
    case "discriminated_union":
      node.options.forEach((option, index) => inside(option, "options", index));
      break;
    case "intersection":
      inside(node.left, "left");
      inside(node.right, "right");
      break;
    case "zod":
      inside(node.base);
      break;
    default:
      if ("inner" in node) inside(node.inner);
  }
}
