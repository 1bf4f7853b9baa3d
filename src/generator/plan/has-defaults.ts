import { someChild } from "../../contract/child-nodes.js";
import type { Definitions } from "../../contract/optionality.js";
import type { TypeNode } from "../../contract/type-node.js";

const noNames: ReadonlySet<string> = new Set();

/** Whether a node takes another TypeScript type than it yields: a default, a catch, a coercion, a transform somewhere inside. */
export function hasDefaults(
  node: TypeNode,
  definitions: Definitions,
  seen: ReadonlySet<string> = noNames,
): boolean {
  switch (node.kind) {
    case "default":
    case "prefault":
    case "catch":
      return true;
    case "string":
    case "number":
    case "boolean":
      return node.coerce === true;
    case "ref": {
      const target = definitions[node.name];
      return (
        target !== undefined &&
        !seen.has(node.name) &&
        hasDefaults(target, definitions, new Set([...seen, node.name]))
      );
    }
    default:
      return (
        (node.kind === "zod" && node.input !== undefined) ||
        someChild(node, (child) => hasDefaults(child, definitions, seen))
      );
  }
}
