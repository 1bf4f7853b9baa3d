import type { Contract, EntityModel, OperationModel } from "./contract.js";
import { memoized } from "./memoized.js";

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
  return JSON.stringify({ type, doc, deprecated, shape, createdAt, updatedAt, fields: names, legacy, node });
});

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
