import type { Contract, EntityModel, OperationModel } from "./contract.js";

/**
 * The text of `contract.json`, for other tools and languages: every type once, an entity and an operation each on a line of
 * its own before formatting. An entity's `fields` are names of properties (of `data`, or beside `id` and `type`); its
 * `legacy` names the operations of P31, whose arguments are `[entityId, entity]` and `[entityId]`.
 */
export function contractJson(contract: Contract): string {
  const { version, fingerprint, entities, operations, definitions, reserved } = contract;
  const declared = operations.filter((operation) => operation.origin === "declared");
  return `{
"version": ${version},
"fingerprint": ${JSON.stringify(fingerprint)},
"entities": ${lines(entities.map(entityJson))},
"operations": ${lines(declared.map(operationJson))},
"definitions": ${JSON.stringify(definitions)}${reserved ? `,\n"reserved": ${JSON.stringify(reserved)}` : ""}
}
`;
}

function lines(items: readonly unknown[]): string {
  return items.length === 0 ? "[]" : `[\n${items.map((item) => JSON.stringify(item)).join(",\n")}\n]`;
}

function entityJson(entity: EntityModel): unknown {
  const { type, doc, deprecated, shape, node, fields, createdAt, updatedAt } = entity;
  const legacy = { upsert: `upsert${type}`, delete: `delete${type}` };
  return {
    type,
    doc,
    deprecated,
    shape,
    createdAt,
    updatedAt,
    fields: fields.map((field) => field.name),
    legacy,
    node,
  };
}

function operationJson(operation: OperationModel): unknown {
  const { name, doc, deprecated, deprecatedSince, renamedFrom, upgrades, entity, touches, args, effect } =
    operation;
  return { name, doc, deprecated, deprecatedSince, renamedFrom, upgrades, entity, touches, args, effect };
}
