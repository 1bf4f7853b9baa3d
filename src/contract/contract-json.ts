import type { Contract, EntityModel, OperationModel } from "./contract.js";

/**
 * The contract as `contract.json` has it, for other tools and languages: every type once. An entity's `fields` are names of
 * properties (of `data`, or beside `id` and `type`); a legacy upsert's entity is `{ "kind": "entity", "type": … }`.
 */
export function contractJson(contract: Contract): unknown {
  const { version, fingerprint, entities, operations, definitions } = contract;
  return {
    version,
    fingerprint,
    entities: entities.map(entityJson),
    operations: operations.map(operationJson),
    definitions,
  };
}

function entityJson(entity: EntityModel): unknown {
  return { ...entity, fields: entity.fields.map((field) => field.name) };
}

function operationJson(operation: OperationModel): unknown {
  if (operation.effect.kind !== "legacy_upsert") return operation;
  const args = operation.args.map((arg, index) =>
    index === 1 ? { ...arg, node: { kind: "entity", type: operation.entity } } : arg,
  );
  return { ...operation, args };
}
