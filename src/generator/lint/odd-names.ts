import type { EntityModel, OperationModel } from "../../contract/contract.js";
import type { SchemaPath } from "../../contract/finding.js";
import type { PlacedNode } from "./find-nodes.js";

export interface NamedPlace {
  readonly what: "entity" | "field" | "property" | "operation" | "argument";
  readonly name: string;
  readonly path: SchemaPath;
}

/** The names of entities, operations, and objects within them that a rule about names may have something to say of. */
export function findOddNames(
  entities: readonly EntityModel[],
  operations: readonly OperationModel[],
  nodes: readonly PlacedNode[],
): NamedPlace[] {
  const odd: NamedPlace[] = [];
  for (const { type, fields } of entities) {
    if (isOdd(type)) odd.push({ what: "entity", name: type, path: ["entities", type] });
    for (const { name } of fields)
      if (isOdd(name)) odd.push({ what: "field", name, path: ["entities", type, "fields", name] });
  }
  for (const { name, args } of operations) {
    if (isOdd(name)) odd.push({ what: "operation", name, path: ["operations", name] });
    for (const arg of args)
      if (isOdd(arg.name))
        odd.push({ what: "argument", name: arg.name, path: ["operations", name, "args", arg.name] });
  }
  for (const { node, path } of nodes)
    if (node.kind === "object")
      for (const { name } of node.properties)
        if (isOdd(name)) odd.push({ what: "property", name, path: [...path, name] });
  return odd;
}

function isOdd(name: string): boolean {
  return name.length > 100 || !/^[\w$-]+$/.test(name) || name === "__proto__";
}
