import type { Contract, EntityModel, OperationModel } from "./contract.js";
import { memoized } from "./memoized.js";
import type { TypeNode } from "./type-node.js";

/**
 * `contract.json`, for other tools and languages: every type once. An entity's `fields` are names of properties (of
 * `data`, or beside `id` and `type`); its `legacy` names the operations of P31, whose arguments are `[entityId, entity]`
 * and `[entityId]`.
 *
 * @returns the text before formatting, an entity and an operation each on a line of its own
 */
export function contractJson(contract: Contract): string {
  const { version, fingerprint, reserved, definitions } = contract;
  const entities = contract.entities.map(entityJson);
  const operations = contract.operations.filter(({ origin }) => origin === "declared").map(operationJson);
  return `{
"version": ${version},
"fingerprint": ${JSON.stringify(fingerprint)},
"entities": ${lines(entities)},
"operations": ${lines(operations)},
"definitions": ${JSON.stringify(definitions)}${reserved ? `,\n"reserved": ${JSON.stringify(reserved)}` : ""}
}
`;
}

function lines(items: readonly string[]): string {
  return items.length === 0 ? "[]" : `[\n${items.join(",\n")}\n]`;
}

/** An entity as `contract.json` has it, on one line: all that its model says. */
export const entityJson = memoized((entity: EntityModel): string => {
  const { type, doc, deprecated, shape, node, fields, createdAt, updatedAt } = entity;
  const legacy = { upsert: `upsert${type}`, delete: `delete${type}` };
  const names = fields.map((field) => field.name);
  const all = { type, doc, deprecated, shape, createdAt, updatedAt, fields: names, legacy };
  return withNode(all, nodeJson(node));
});

/** The JSON of an object, and the JSON of its node as the last entry. */
export function withNode(rest: object, node: string): string {
  return `${JSON.stringify(rest).slice(0, -1)},"node":${node}}`;
}

/** The largest part of a contract, and of all that is made of it. */
export const nodeJson = memoized((node: TypeNode): string => JSON.stringify(node));

/** The same of a declared operation. */
export const operationJson = memoized((operation: OperationModel): string => {
  const { name, doc, deprecated, deprecatedSince, renamedFrom, upgrades, entity, touches, args, effect } =
    operation;
  return JSON.stringify({
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
