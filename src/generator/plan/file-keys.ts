import type { ContractView, EntityView } from "../../../templates/views.js";
import type { Contract, EntityModel, OperationModel } from "../../contract/contract.js";
import { contractEntries, entityJson, operationJson } from "../../contract/contract-json.js";
import { declaredOperations } from "../../contract/declared-operations.js";
import { jsonText } from "../../contract/json-entries.js";
import { memoized } from "../../contract/memoized.js";
import { hashOf } from "../output/file-stamp.js";

const entityHash = memoized((entity: EntityModel) => hashOf(entityJson(entity)));
const operationHash = memoized((operation: OperationModel) => hashOf(operationJson(operation)));

/** All that `contract.json` says. */
export function contractKey(contract: Contract): string {
  const rest = contractEntries({ ...contract, entities: [], operations: [] });
  const hashes = [...contract.entities.map(entityHash), ...declaredOperations(contract).map(operationHash)];
  return jsonText(rest) + hashes.join("\n");
}

/**
 * All that an entity's view is made of, but for the definitions, by the entity's type: the models of the entity and its
 * operations, and their names.
 */
export function entityKeys(view: ContractView, contract: Contract): ReadonlyMap<string, string> {
  const operations = new Map<string, OperationModel[]>(contract.entities.map(({ type }) => [type, []]));
  for (const operation of declaredOperations(contract)) operations.get(operation.entity)?.push(operation);
  const models = new Map(contract.entities.map((entity) => [entity.type, entity]));
  const keyOf = (entity: EntityView) => {
    const known = keysOfViews.get(entity);
    if (known !== undefined) return known;
    const key = entityKey(entity, models.get(entity.type)!, operations.get(entity.type)!);
    keysOfViews.set(entity, key);
    return key;
  };
  return new Map(view.entities.map((entity) => [entity.type, keyOf(entity)]));
}

/** Where a model or a name changed, so did the view. */
const keysOfViews = new WeakMap<EntityView, string>();

function entityKey(view: EntityView, model: EntityModel, operations: readonly OperationModel[]): string {
  const names = [view.file, view.names, view.operations.map((operation) => operation.names)];
  return hashOf([JSON.stringify(names), entityHash(model), ...operations.map(operationHash)].join("\n"));
}
