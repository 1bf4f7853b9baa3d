import type { SchemaPath } from "../../contract/finding.js";
import type { TypeNode } from "../../contract/type-node.js";

export interface PlacedNode {
  readonly node: TypeNode;
  readonly path: SchemaPath;
}

/** A node and all that are written inside it, each with its place; references are not followed. */
export function* nodesWithin(node: TypeNode, path: SchemaPath): Iterable<PlacedNode> {
  yield { node, path };
  for (const inner of children(node)) yield* nodesWithin(inner.node, [...path, ...inner.path]);
}

function children(node: TypeNode): PlacedNode[] {
  switch (node.kind) {
    case "object": {
      const { unknownKeys, properties } = node;
      const own = properties.map((property) => ({ node: property.node, path: [property.name] }));
      return typeof unknownKeys === "object" ? [...own, { node: unknownKeys.catchall, path: [] }] : own;
    }
    case "array":
      return [{ node: node.element, path: ["element"] }];
    case "tuple": {
      const items = node.items.map((item, index) => ({ node: item, path: ["items", index] }));
      return node.rest ? [...items, { node: node.rest, path: ["rest"] }] : items;
    }
    case "record":
      return [
        { node: node.key, path: ["keyType"] },
        { node: node.value, path: ["valueType"] },
      ];
    case "union":
    case "discriminated_union":
      return node.options.map((option, index) => ({ node: option, path: ["options", index] }));
    case "intersection":
      return [
        { node: node.left, path: ["left"] },
        { node: node.right, path: ["right"] },
      ];
    case "template":
      return node.parts.flatMap((part) => (typeof part === "string" ? [] : [{ node: part, path: [] }]));
    case "zod":
      return [{ node: node.base, path: [] }];
    default:
      return "inner" in node ? [{ node: node.inner, path: [] }] : [];
  }
}
