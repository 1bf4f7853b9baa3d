import type { Contract, OperationModel } from "../../contract/contract.js";
import { contractSchemas, type ContractSchemas } from "../../contract/json-schema/contract-schemas.js";
import type { JsonSchema, JsonSchemaObject } from "../../contract/json-schema/json-schema.js";
import { remarks } from "../../contract/json-schema/node-schema.js";
import { protocolSchemas } from "./protocol-schemas.js";

/** What OpenAPI and AsyncAPI both have under `components.schemas`: the protocol's messages in terms of the contract. */
export interface ContractComponents {
  readonly schemas: { readonly [name: string]: JsonSchema };
  readonly to: (name: string) => JsonSchemaObject;
  readonly contract: ContractSchemas;
}

const BASE = "#/components/schemas/";

/** @param messages the protocol's messages that the document speaks of */
export function contractComponents(contract: Contract, messages: readonly string[]): ContractComponents {
  const own = contractSchemas(contract, BASE);
  const prefix = Object.keys(own.schemas);
  // The contract's names are its own; the protocol's give way.
  const nameOf = (name: string): string => (prefix.includes(name) ? nameOf(`Sync${name}`) : name);
  const to = (name: string): JsonSchemaObject => ({ $ref: BASE + nameOf(name) });
  const reference = (name: string): JsonSchemaObject => ({ $ref: BASE + name });
  const operationSchemas = contract.operations.map(
    (operation) =>
      [
        `${own.operations.get(operation.name)!.replace(/Arguments(?=_\d+$|$)/, "")}Operation`,
        operation,
      ] as const,
  );
  const taken = new Set(prefix);
  const named = operationSchemas.map(([stem, operation]) => {
    let name: string = stem;
    for (let count = 2; taken.has(name); count++) name = `${stem}_${count}`;
    taken.add(name);
    return [name, operation] as const;
  });
  const entity: JsonSchemaObject = { oneOf: [...own.entities.values()].map(reference) };
  const schemas: { [name: string]: JsonSchema } = { ...own.schemas };
  for (const [name, operation] of named)
    schemas[name] = pendingOperation(operation, reference(own.operations.get(operation.name)!));
  schemas[nameOf("Entity")] = entity;
  schemas[nameOf("PendingOperation")] = {
    description: "One thing that a user did, numbered by the client that did it (P4).",
    oneOf: named.map(([name]) => reference(name)),
  };
  for (const [name, schema] of Object.entries(protocolSchemas(to)))
    if (messages.includes(name)) schemas[nameOf(name)] = schema;
  return { schemas, to, contract: own };
}

function pendingOperation(operation: OperationModel, args: JsonSchemaObject): JsonSchemaObject {
  return {
    type: "object",
    ...remarks(operation),
    properties: {
      name: { type: "string", const: operation.name },
      args,
      id: { type: "integer", minimum: 1 },
      clientId: { type: "string", minLength: 1, maxLength: 256 },
      timestamp: { type: "number", description: "Milliseconds since the epoch." },
      contract: { type: "string", description: "Fingerprint of the contract under which it was made (P35)." },
    },
    required: ["name", "args", "id", "clientId", "timestamp"],
  };
}
