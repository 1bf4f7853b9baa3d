import type { Contract, Documented, EntityModel, OperationModel } from "../../contract/contract.js";
import { isOptionalOut, optionalityIn, type Definitions } from "../../contract/optionality.js";
import { isSameList } from "../../contract/keep-unchanged.js";
import { memoized } from "../../contract/memoized.js";
import { takesNull } from "../../contract/nullability.js";
import { hasDefaults } from "./has-defaults.js";
import type { ArgumentView, ContractView, EntityView, OperationView } from "../../../templates/views.js";
import type { FormerContract } from "../history/contract-history.js";
import { evolutionView } from "./evolution-view.js";
import type { ContractNames } from "./contract-names.js";
import { NameScope, takenLocals, variableName } from "./names.js";

/** Members of every generated client; an entity type of such a name is reached through `client.entities`. */
export const clientMembers: ReadonlySet<string> = new Set(
  "mutate entities connect disconnect flush status onStatus onError engine subscribe ready then constructor __proto__".split(
    " ",
  ),
);

/** Contract → what the templates print: every decision, under the names that were chosen. */
export function createContractView(
  contract: Contract,
  names: ContractNames,
  schemaFile: string,
  former: readonly FormerContract[] = [],
): ContractView {
  const viewOperation = operationViews(names);
  const all: OperationView[] = [];
  const operations = new Map<string, OperationView[]>(contract.entities.map(({ type }) => [type, []]));
  for (const operation of contract.operations) {
    if (operation.origin !== "declared") continue;
    const view = viewOperation(operation);
    all.push(view);
    operations.get(view.entityType)?.push(view);
  }
  const viewEntity = entityViews(names);
  const entities = contract.entities.map((entity) => viewEntity(entity)(operations.get(entity.type)!));
  return {
    fingerprint: contract.fingerprint,
    entities,
    operations: all,
    operationNames: [
      ...all.map((operation) => operation.name),
      ...entities.flatMap(({ legacy }) => [legacy.upsert, legacy.delete]),
    ],
    definitions: Object.entries(contract.definitions).map(([name, node]) => ({
      name,
      node,
      names: names.definitions.get(name)!,
    })),
    definitionNodes: contract.definitions,
    schemaFile,
    handlers: { mutators: new Map(), serverHandlers: new Map() },
    evolution: evolutionView(contract, former),
  };
}

/** Of each entity the function that makes its view with its operations; the last view again where they are the same. */
const entityViews = memoized((names: ContractNames) =>
  memoized((entity: EntityModel) => {
    let last: EntityView | undefined;
    return (operations: readonly OperationView[]): EntityView =>
      last && isSameList(last.operations, operations) ? last : (last = entityView(entity, operations, names));
  }),
);

function entityView(
  entity: EntityModel,
  operations: readonly OperationView[],
  names: ContractNames,
): EntityView {
  return {
    ...documentation(entity),
    type: entity.type,
    shape: entity.shape,
    ...(entity.createdAt && { createdAt: entity.createdAt }),
    ...(entity.updatedAt && { updatedAt: entity.updatedAt }),
    node: entity.node,
    fields: entity.fields,
    operations,
    legacy: { upsert: `upsert${entity.type}`, delete: `delete${entity.type}` },
    hasDefaults: hasDefaults(entity.node, names.definitionNodes),
    file: names.files.get(entity.type)!,
    isClientProperty: !clientMembers.has(entity.type),
    names: names.entities.get(entity.type)!,
  };
}

const operationViews = memoized((names: ContractNames) =>
  memoized((operation: OperationModel): OperationView => {
    const definitions = names.definitionNodes;
    const args = argumentViews(operation, definitions);
    return {
      ...documentation(operation),
      name: operation.name,
      entityType: operation.entity,
      touches: operation.touches,
      args,
      effect: operation.effect,
      hasDefaults: operation.args.some((arg) => hasDefaults(arg.node, definitions)),
      nullIsAbsent: args.flatMap((arg, index) =>
        arg.isOptional && !takesNull(arg.node, definitions) ? [index] : [],
      ),
      names: names.operations.get(operation.name)!,
    };
  }),
);

function argumentViews(operation: OperationModel, definitions: Definitions): ArgumentView[] {
  const locals = new NameScope(takenLocals);
  return operation.args.map((arg) => ({
    ...documentation(arg),
    name: arg.name,
    local: locals.claim(variableName(arg.name)),
    node: arg.node,
    isOptional: optionalityIn(arg.node, definitions) !== undefined,
    canBeAbsent: isOptionalOut(arg.node, definitions),
  }));
}

const undocumented: Documented = {};

function documentation(item: Documented): Documented {
  if (item.doc === undefined && item.deprecated === undefined) return undocumented;
  return {
    ...(item.doc !== undefined && { doc: item.doc }),
    ...(item.deprecated !== undefined && { deprecated: item.deprecated }),
  };
}
