import type { SchemaPath } from "../../contract/finding.js";
import type { PlacedNode } from "./find-nodes.js";

export interface NamedPlace {
  readonly what: "entity" | "field" | "property" | "operation" | "argument";
  readonly name: string;
  readonly path: SchemaPath;
}

const none: readonly NamedPlace[] = [];

/**
 * The names of an entity and its fields, or of an operation and its arguments, that a rule about names may have
 * something to say of.
 *
 * @param path ends with the name of the part
 */
export function findOddNames(
  what: "entity" | "operation",
  path: readonly [section: string, name: string],
  items: readonly { readonly name: string }[],
): readonly NamedPlace[] {
  const [, own] = path;
  let odd: NamedPlace[] | undefined;
  if (isOdd(own)) (odd ??= []).push({ what, name: own, path });
  for (const { name } of items) {
    if (!isOdd(name)) continue;
    const inside =
      what === "entity"
        ? ({ what: "field", list: "fields" } as const)
        : ({ what: "argument", list: "args" } as const);
    (odd ??= []).push({ what: inside.what, name, path: [...path, inside.list, name] });
  }
  return odd ?? none;
}

/** The same of the properties of objects. */
export function findOddProperties(nodes: readonly PlacedNode[]): readonly NamedPlace[] {
  let odd: NamedPlace[] | undefined;
  for (const { node, path } of nodes)
    if (node.kind === "object")
      for (const { name } of node.properties)
        if (isOdd(name)) (odd ??= []).push({ what: "property", name, path: [...path, name] });
  return odd ?? none;
}

function isOdd(name: string): boolean {
  return name.length > 100 || !/^[\w$-]+$/.test(name) || name === "__proto__";
}
