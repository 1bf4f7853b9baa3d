import type { TypeNode } from "./type-node.js";

export type Definitions = { readonly [name: string]: TypeNode };

const noNames: ReadonlySet<string> = new Set();

/**
 * zod's `optin`: whether a key or a tuple's tail may be left out, and whether something is filled in then.
 * Guarded against references that only lead to themselves.
 */
export function optionalityIn(
  node: TypeNode,
  definitions: Definitions,
  seen: ReadonlySet<string> = noNames,
): "optional" | "defaulted" | undefined {
  const inner = (next: TypeNode) => optionalityIn(next, definitions, seen);
  switch (node.kind) {
    case "optional":
      return inner(node.inner) ?? "optional";
    case "default":
    case "prefault":
      return "defaulted";
    case "catch":
      return inner(node.inner) === "defaulted" ? "defaulted" : "optional";
    case "nullable":
    case "readonly":
      return inner(node.inner);
    case "union":
    case "discriminated_union": {
      const options = node.options.map(inner);
      return options.includes("defaulted")
        ? "defaulted"
        : options.includes("optional")
          ? "optional"
          : undefined;
    }
    case "zod":
      return node.optionalIn;
    case "ref": {
      const target = definitions[node.name];
      return target === undefined || seen.has(node.name)
        ? undefined
        : optionalityIn(target, definitions, new Set([...seen, node.name]));
    }
    default:
      return undefined;
  }
}

/** zod's `optout`: whether the key may be absent from what the schema yields. */
export function isOptionalOut(
  node: TypeNode,
  definitions: Definitions,
  seen: ReadonlySet<string> = noNames,
): boolean {
  const inner = (next: TypeNode) => isOptionalOut(next, definitions, seen);
  switch (node.kind) {
    case "optional":
      return true;
    case "nullable":
    case "readonly":
    case "catch":
      return inner(node.inner);
    case "union":
    case "discriminated_union":
      return node.options.some(inner);
    case "zod":
      return node.optionalOut === true;
    case "ref": {
      const target = definitions[node.name];
      return (
        target !== undefined &&
        !seen.has(node.name) &&
        isOptionalOut(target, definitions, new Set([...seen, node.name]))
      );
    }
    default:
      return false;
  }
}
