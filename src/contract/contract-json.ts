import type { Contract, EntityModel, OperationModel } from "./contract.js";
import { declaredOperations } from "./declared-operations.js";
import { jsonText, type JsonEntries } from "./json-entries.js";
import { memoized } from "./memoized.js";
import type { TypeNode } from "./type-node.js";

/** `contract.json` as one text, before formatting. */
export function contractJson(contract: Contract): string {
  return jsonText(contractEntries(contract));
}

/**
 * `contract.json`, for other tools and languages: every type once. An entity's `fields` are names of properties (of
 * `data`, or beside `id` and `type`); its `legacy` names the operations of P31, whose arguments are `[entityId, entity]`
 * and `[entityId]`.
 */
export function contractEntries(contract: Contract): JsonEntries {
  const { version, fingerprint, reserved, definitions } = contract;
  return [
    ["version", `${version}`],
    ["fingerprint", JSON.stringify(fingerprint)],
    ["entities", contract.entities.map(entityJson)],
    ["operations", declaredOperations(contract).map(operationJson)],
    ["definitions", JSON.stringify(definitions)],
    ...(reserved ? [["reserved", JSON.stringify(reserved)] as const] : []),
  ];
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
