import type { RuntimeContract, RuntimeEntity, RuntimeOperation } from "./runtime-contract.js";

/** The operation of this name; names off the wire such as `constructor` find nothing. */
export function findOperation(contract: RuntimeContract, name: string): RuntimeOperation | undefined {
  return Object.hasOwn(contract.operations, name) ? contract.operations[name] : undefined;
}

/** The entity of this type; types off the wire such as `constructor` find nothing. */
export function findEntity(contract: RuntimeContract, type: string): RuntimeEntity | undefined {
  return Object.hasOwn(contract.entities, type) ? contract.entities[type] : undefined;
}
