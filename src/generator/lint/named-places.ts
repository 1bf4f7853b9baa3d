import type { Contract } from "../../contract/contract.js";
import type { SchemaPath } from "../../contract/finding.js";
import { nodesWithin } from "./nodes-within.js";
import { declaredOperations } from "./declared-operations.js";

export interface NamedPlace {
  readonly what: "entity" | "field" | "property" | "operation" | "argument";
  readonly name: string;
  readonly path: SchemaPath;
}

/** Every name that the schema gives to something, in its order. */
export function* namedPlaces(contract: Contract): Iterable<NamedPlace> {
  for (const { type, fields } of contract.entities) {
    const path = ["entities", type];
    yield { what: "entity", name: type, path };
    for (const { name, node } of fields) {
      yield { what: "field", name, path: [...path, "fields", name] };
      for (const inner of nodesWithin(node, [...path, "fields", name]))
        if (inner.node.kind === "object")
          for (const property of inner.node.properties)
            yield { what: "property", name: property.name, path: [...inner.path, property.name] };
    }
  }
  for (const { name, args } of declaredOperations(contract)) {
    yield { what: "operation", name, path: ["operations", name] };
    for (const arg of args)
      yield { what: "argument", name: arg.name, path: ["operations", name, "args", arg.name] };
  }
}
