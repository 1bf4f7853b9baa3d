import type { Contract, EntityModel, OperationModel } from "./contract.js";
import { memoized } from "./memoized.js";
import type { Json } from "./type-node.js";

/** The content of `contract.json`: as data, and as text before formatting. */
export interface ContractJson {
  /** What stands for an entity or an operation is one object for as long as its model is. */
  readonly value: { readonly [key: string]: Json };
  /** An entity and an operation each on a line of its own. */
  readonly text: string;
}

/**
 * `contract.json`, for other tools and languages: every type once. An entity's `fields` are names of properties (of
 * `data`, or beside `id` and `type`); its `legacy` names the operations of P31, whose arguments are `[entityId, entity]`
 * and `[entityId]`.
 */
export function contractJson(contract: Contract): ContractJson {
  const { version, fingerprint, reserved } = contract;
  const entities = contract.entities.map(entityJson);
  const operations = contract.operations.filter(({ origin }) => origin === "declared").map(operationJson);
  const definitions = contract.definitions as unknown as { readonly [name: string]: Json };
  const text = `{
"version": ${version},
"fingerprint": ${JSON.stringify(fingerprint)},
"entities": ${lines(entities)},
"operations": ${lines(operations)},
"definitions": ${JSON.stringify(definitions)}${reserved ? `,\n"reserved": ${JSON.stringify(reserved)}` : ""}
}
`;
  const value = { version, fingerprint, entities, operations, definitions, ...(reserved && { reserved }) };
  return { value, text };
}

function lines(items: readonly object[]): string {
  return items.length === 0 ? "[]" : `[\n${items.map(line).join(",\n")}\n]`;
}

const line = memoized((item: object) => JSON.stringify(item));

const entityJson = memoized((entity: EntityModel): { readonly [key: string]: Json } => {
  const { type, doc, deprecated, shape, node, fields, createdAt, updatedAt } = entity;
  const legacy = { upsert: `upsert${type}`, delete: `delete${type}` };
  return plainData({
    type,
    doc,
    deprecated,
    shape,
    createdAt,
    updatedAt,
    fields: fields.map((field) => field.name),
    legacy,
    node,
  });
});

const operationJson = memoized((operation: OperationModel): { readonly [key: string]: Json } => {
  const { name, doc, deprecated, deprecatedSince, renamedFrom, upgrades, entity, touches, args, effect } =
    operation;
  return plainData({
    name,
    doc,
    deprecated,
    deprecatedSince,
    renamedFrom,
    upgrades,
    entity,
    touches,
    args,
    effect,
  });
});

/** Models are plain data but for what they leave undefined. */
function plainData(entry: { readonly [key: string]: unknown }): { readonly [key: string]: Json } {
  const present = Object.entries(entry).filter(([, value]) => value !== undefined);
  return Object.fromEntries(present) as { [key: string]: Json };
}
