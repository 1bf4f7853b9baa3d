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

/** Whether a test holds for one of the nodes directly inside a node. */
export function someChild(node: TypeNode, test: (child: TypeNode) => boolean): boolean {
  if (node.kind !== "object") return "inner" in node ? test(node.inner) : childNodes(node).some(test);
  for (const property of node.properties) if (test(property.node)) return true;
  return typeof node.unknownKeys === "object" && test(node.unknownKeys.catchall);
}

/** The node behind optional, default, nullable and the like. */
export function withoutWrappers(node: TypeNode): TypeNode {
  if (node.kind === "zod") return withoutWrappers(node.base);
  return "inner" in node ? withoutWrappers(node.inner) : node;
}
