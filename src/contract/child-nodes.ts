import type { TypeNode } from "./type-node.js";

/** The nodes directly inside a node, in order; a reference's target is not inside it. A new kind of node is added here. */
export function childNodes(node: TypeNode): readonly TypeNode[] {
  switch (node.kind) {
    case "object": {
      const children = node.properties.map((property) => property.node);
      return typeof node.unknownKeys === "object" ? [...children, node.unknownKeys.catchall] : children;
    }
    case "array":
      return [node.element];
    case "tuple":
      return node.rest ? [...node.items, node.rest] : node.items;
    case "record":
      return [node.key, node.value];
    case "union":
    case "discriminated_union":
      return node.options;
    case "intersection":
      return [node.left, node.right];
    case "zod":
      return [node.base];
    default:
      return "inner" in node ? [node.inner] : [];
  }
}

/** The node behind optional, default, nullable and the like. */
export function withoutWrappers(node: TypeNode): TypeNode {
  if (node.kind === "zod") return withoutWrappers(node.base);
  return "inner" in node ? withoutWrappers(node.inner) : node;
}
