import type { Contract, EntityModel, OperationModel } from "../../contract/contract.js";
import type { Definitions } from "../../contract/optionality.js";
import type { DefinitionView, EntityView, OperationView } from "../../../templates/views.js";
import {
  createFileScope,
  createTypeScope,
  createValueScope,
  pascalCase,
  variableName,
  type ExportedNames,
  type NameScope,
} from "./names.js";

/** Every name that generated code gives to something of a contract. */
export interface ContractNames {
  readonly entities: ReadonlyMap<string, EntityView["names"]>;
  /** The stems of entities' files. */
  readonly files: ReadonlyMap<string, string>;
  /** Of the declared operations. */
  readonly operations: ReadonlyMap<string, OperationView["names"]>;
  readonly definitions: ReadonlyMap<string, DefinitionView["names"]>;
  /** What the named definitions are: wherever names are known, so is this. */
  readonly definitionNodes: Definitions;
  /** All that the names depend on, as text. */
  readonly basis: string;
}

/**
 * Names everything in the order of the schema: what stands later never changes a name before it.
 *
 * @param earlier the last names of the same schema; they are kept while nothing that is named changes
 */
export function nameContract(contract: Contract, earlier?: ContractNames): ContractNames {
  const { entities, definitions } = contract;
  const operations = contract.operations.filter(({ origin }) => origin === "declared");
  const basis = JSON.stringify([
    entities.map(({ type, shape }) => [type, shape]),
    operations.map(({ name, entity, effect }) => [name, entity, effect.kind === "custom"]),
    Object.keys(definitions),
  ]);
  if (earlier?.basis === basis && earlier.definitionNodes === definitions) return earlier;
  const exported: ExportedNames = new Map();
  const types = createTypeScope(exported);
  const values = createValueScope(exported);
  const files = createFileScope();
  // In this order: entities before operations, definitions last.
  const entityNames = new Map(entities.map((entity) => [entity.type, nameEntity(entity, types, values)]));
  const operationNames = new Map(operations.map((each) => [each.name, nameOperation(each, types, values)]));
  return {
    entities: entityNames,
    files: new Map(entities.map(({ type }) => [type, files.claim(type)])),
    operations: operationNames,
    definitions: new Map(Object.keys(definitions).map((name) => [name, nameDefinition(name, types, values)])),
    definitionNodes: definitions,
    basis,
  };
}

function nameEntity({ type, shape }: EntityModel, types: NameScope, values: NameScope): EntityView["names"] {
  const pascal = pascalCase(type);
  const file = entityOwner(type);
  const typeNames = types.claimAll(
    pascal,
    {
      type: (stem) => stem,
      fields: (stem) => `${stem}${shape === "enveloped" ? "Data" : "Fields"}`,
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

function nameOperation(
  { name, entity, effect }: OperationModel,
  types: NameScope,
  values: NameScope,
): OperationView["names"] {
  const file = entityOwner(entity);
  return {
    ...types.claimAll(
      pascalCase(name),
      {
        args: (stem) => `${stem}Args`,
        input: (stem) => `${stem}Input`,
        mutator: (stem) => `${stem}Mutator`,
        handler: (stem) => `${stem}Handler`,
      },
      file,
    ),
    ...values.claimAll(
      variableName(name),
      { validator: (stem) => `${stem}Args`, apply: (stem) => stem },
      file,
      effect.kind === "custom" ? "apply" : undefined,
    ),
  };
}

function nameDefinition(name: string, types: NameScope, values: NameScope): DefinitionView["names"] {
  const pascal = pascalCase(name);
  return {
    ...types.claimAll(pascal, { type: (stem) => stem, input: (stem) => `${stem}Input` }, "definitions"),
    ...values.claimAll(
      pascal,
      { check: (stem) => `check${stem}`, copy: (stem) => `copy${stem}` },
      "definitions",
    ),
  };
}
