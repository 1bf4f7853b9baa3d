import { withoutWrappers } from "../../contract/child-nodes.js";
import type { TypeNode } from "../../contract/type-node.js";

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

/** What `given` can be and `wanted`, a list of values, does not have, in words; undefined where it has them all. */
export function refusedValues(given: TypeNode, wanted: TypeNode): string | undefined {
  const [from, to] = [withoutWrappers(given), withoutWrappers(wanted)];
  if (to.kind !== "enum" && to.kind !== "literal") return undefined;
  if (from.kind !== "enum" && from.kind !== "literal")
    return ["string", "number", "boolean"].includes(from.kind) ? `any ${from.kind}` : undefined;
  const others = from.values.filter((value) => value !== null && !to.values.some((known) => known === value));
  return others.length === 0 ? undefined : others.map((value) => JSON.stringify(value)).join(" or ");
}
