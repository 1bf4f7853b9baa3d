import type { Contract, EntityModel, OperationModel } from "../../contract/contract.js";
import { isOptionalOut, optionalityIn, type Definitions } from "../../contract/optionality.js";
import { takesNull } from "../../contract/nullability.js";
import type { TypeNode } from "../../contract/type-node.js";
import type { FormerContract } from "../history/contract-history.js";
import { evolutionView } from "./evolution-view.js";
import { hasDefaults } from "./has-defaults.js";
import type {
  ArgumentView,
  ContractView,
  DefinitionView,
  EntityView,
  HandlerReferences,
  OperationView,
} from "../../../templates/views.js";
import {
  createFileScope,
  createTypeScope,
  createValueScope,
  NameScope,
  pascalCase,
  takenLocals,
  variableName,
  type ExportedNames,
} from "./names.js";

/** Members of every generated client; an entity type of such a name is reached through `client.entities`. */
export const clientMembers: ReadonlySet<string> = new Set(
  "mutate entities connect disconnect flush status onStatus onError engine subscribe ready then constructor __proto__".split(
    " ",
  ),
);

/** Contract → what the templates print: every name and every decision. */
export function createContractView(
  contract: Contract,
  schemaFile: string,
  handlers: HandlerReferences = { mutators: new Map(), serverHandlers: new Map() },
  former: readonly FormerContract[] = [],
): ContractView {
  const exported: ExportedNames = new Map();
  const types = createTypeScope(exported);
  const values = createValueScope(exported);
  const files = createFileScope();
  const entityNames = new Map(
    contract.entities.map((entity) => [entity.type, entityNamesOf(entity, types, values)]),
  );
  const all: OperationView[] = [];
  const operations = new Map<string, OperationView[]>();
  for (const operation of contract.operations.filter(({ origin }) => origin === "declared")) {
    const view = operationView(operation, contract.definitions, types, values);
    all.push(view);
    const list = operations.get(operation.entity);
    if (list) list.push(view);
    else operations.set(operation.entity, [view]);
  }
  const entities: EntityView[] = contract.entities.map((entity) => ({
    ...documentation(entity),
    type: entity.type,
    shape: entity.shape,
    ...(entity.createdAt && { createdAt: entity.createdAt }),
    ...(entity.updatedAt && { updatedAt: entity.updatedAt }),
    node: entity.node,
    fields: entity.fields,
    operations: operations.get(entity.type) ?? [],
    legacy: { upsert: `upsert${entity.type}`, delete: `delete${entity.type}` },
    hasDefaults: hasDefaults(entity.node, contract.definitions),
    file: files.claim(entity.type),
    isClientProperty: !clientMembers.has(entity.type),
    names: entityNames.get(entity.type)!,
  }));
  return {
    fingerprint: contract.fingerprint,
    entities,
    operations: all,
    operationNames: [
      ...all.map((operation) => operation.name),
      ...entities.flatMap(({ legacy }) => [legacy.upsert, legacy.delete]),
    ],
    definitions: Object.entries(contract.definitions).map(([name, node]) =>
      definitionView(name, node, types, values),
    ),
    definitionNodes: contract.definitions,
    schemaFile,
    handlers,
    evolution: evolutionView(contract, former),
  };
}

function entityNamesOf(entity: EntityModel, types: NameScope, values: NameScope): EntityView["names"] {
  const pascal = pascalCase(entity.type);
  const file = entityOwner(entity.type);
  const typeNames = types.claimAll(
    pascal,
    {
      type: (stem) => stem,
      fields: (stem) => `${stem}${entity.shape === "enveloped" ? "Data" : "Fields"}`,
      operations: (stem) => `${stem}Operations`,
      mutate: (stem) => `${stem}Mutate`,
      mutators: (stem) => `${stem}Mutators`,
    },
    file,
  );
  const stem = pascal[0]!.toLowerCase() + pascal.slice(1);
  return {
    ...typeNames,
    ...values.claimAll(
      stem,
      {
        validator: (name) => `${name}Validator`,
        runtimeOperations: (name) => `${name}Operations`,
        customOperations: (name) => `${name}CustomOperations`,
        runtimeEntity: (name) => `${name}Entity`,
      },
      file,
    ),
  };
}

/** Stands for the file of an entity while names are handed out: a type may be called like the definitions' file. */
function entityOwner(type: string): string {
  return `entity ${type}`;
}

function operationView(
  operation: OperationModel,
  definitions: Definitions,
  types: NameScope,
  values: NameScope,
): OperationView {
  const args = argumentViews(operation, definitions);
  const file = entityOwner(operation.entity);
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
    names: {
      ...types.claimAll(
        pascalCase(operation.name),
        {
          args: (stem) => `${stem}Args`,
          input: (stem) => `${stem}Input`,
          mutator: (stem) => `${stem}Mutator`,
          handler: (stem) => `${stem}Handler`,
        },
        file,
      ),
      ...values.claimAll(
        variableName(operation.name),
        { validator: (stem) => `${stem}Args`, apply: (stem) => stem },
        file,
        operation.effect.kind === "custom" ? "apply" : undefined,
      ),
    },
  };
}

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

function definitionView(name: string, node: TypeNode, types: NameScope, values: NameScope): DefinitionView {
  const pascal = pascalCase(name);
  return {
    name,
    node,
    names: {
      ...types.claimAll(pascal, { type: (stem) => stem, input: (stem) => `${stem}Input` }, "definitions"),
      ...values.claimAll(
        pascal,
        { check: (stem) => `check${stem}`, copy: (stem) => `copy${stem}` },
        "definitions",
      ),
    },
  };
}

function documentation(item: { doc?: string; deprecated?: string | true }): {
  doc?: string;
  deprecated?: string | true;
} {
  return {
    ...(item.doc !== undefined && { doc: item.doc }),
    ...(item.deprecated !== undefined && { deprecated: item.deprecated }),
  };
}
