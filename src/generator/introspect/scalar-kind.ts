import type { TypeNode } from "../../contract/type-node.js";

/** The node behind optional, default, nullable and the like. */
export function withoutWrappers(node: TypeNode): TypeNode {
  if (node.kind === "zod") return withoutWrappers(node.base);
  return "inner" in node ? withoutWrappers(node.inner) : node;
}

/** What `typeof` says of every value of the node, where it is one word and a scalar. */
export function scalarKind(node: TypeNode): "string" | "number" | "boolean" | undefined {
  const inner = withoutWrappers(node);
  switch (inner.kind) {
    case "string":
    case "number":
    case "boolean":
      return inner.kind;
    case "template":
      return "string";
    case "literal":
    case "enum": {
      const kinds = new Set(inner.values.map((value) => typeof value));
      const [kind] = kinds;
      return kinds.size === 1 && (kind === "string" || kind === "number" || kind === "boolean")
        ? kind
        : undefined;
    }
    default:
      return undefined;
  }
}
