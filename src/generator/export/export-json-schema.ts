import type { Contract } from "../../contract/contract.js";
import { contractSchemas } from "../../contract/json-schema/contract-schemas.js";
import { knownDifferences } from "../../contract/json-schema/known-difference.js";

/** Entities and arguments as one JSON Schema 2020-12 document, each under `$defs`; as a whole it takes any entity. */
export function exportJsonSchema(contract: Contract): unknown {
  const base = "#/$defs/";
  const { schemas, entities, operations, differences } = contractSchemas(contract, base);
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    $id: `urn:kalphite:contract:${contract.fingerprint}`,
    title: "Entities, and arguments of operations",
    oneOf: [...entities.values()].map((name) => ({ $ref: base + name })),
    $defs: schemas,
    "x-kalphite": {
      fingerprint: contract.fingerprint,
      entities: Object.fromEntries([...entities].map(([type, name]) => [type, base + name])),
      operations: Object.fromEntries([...operations].map(([type, name]) => [type, base + name])),
      differences: knownDifferences
        .filter(({ id }) => differences.has(id))
        .map(({ id, direction, what }) => ({
          id,
          direction,
          what,
          schemas: (differences.get(id) ?? []).map((name) => base + name),
        })),
    },
  };
}
