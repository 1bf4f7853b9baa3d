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
  type NameForm,
  type NameScope,
} from "./names.js";
import { declaredOperations } from "../../contract/declared-operations.js";

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
  const operations = declaredOperations(contract);
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

function ending(behind: string): NameForm {
  return { before: "", behind };
}

function beginning(before: string): NameForm {
  return { before, behind: "" };
}

const itself = ending("");

const flatTypes = [
  itself,
  ending("Fields"),
  ending("Operations"),
  ending("Mutate"),
  ending("Mutators"),
] as const;
const envelopedTypes = [
  itself,
  ending("Data"),
  ending("Operations"),
  ending("Mutate"),
  ending("Mutators"),
] as const;
const entityValues = [
  ending("Validator"),
  ending("Operations"),
  ending("CustomOperations"),
  ending("Entity"),
] as const;

function nameEntity(entity: EntityModel, types: NameScope, values: NameScope): EntityView["names"] {
  const pascal = pascalCase(entity.type);
  const file = entityOwner(entity.type);
  const typeForms = entity.shape === "enveloped" ? envelopedTypes : flatTypes;
  const [type, fields, operations, mutate, mutators] = types.claimAll(pascal, typeForms, file);
  const stem = pascal[0]!.toLowerCase() + pascal.slice(1);
  const [validator, runtimeOperations, customOperations, runtimeEntity] = values.claimAll(
    stem,
    entityValues,
    file,
  );
  return {
    type,
    fields,
    operations,
    mutate,
    mutators,
    validator,
    runtimeOperations,
    customOperations,
    runtimeEntity,
  };
}

/** Stands for the file of an entity while names are handed out: a type may be called like the definitions' file. */
function entityOwner(type: string): string {
  return `entity ${type}`;
}

const operationTypes = [ending("Args"), ending("Input"), ending("Mutator"), ending("Handler")] as const;
const operationValues = [ending("Args"), itself] as const;

function nameOperation(
  { name, entity, effect }: OperationModel,
  types: NameScope,
  values: NameScope,
): OperationView["names"] {
  const file = entityOwner(entity);
  const internal = effect.kind === "custom" ? itself : undefined;
  const [args, input, mutator, handler] = types.claimAll(pascalCase(name), operationTypes, file);
  const [validator, apply] = values.claimAll(variableName(name), operationValues, file, internal);
  return { args, input, mutator, handler, validator, apply };
}

const definitionTypes = [itself, ending("Input")] as const;
const definitionValues = [beginning("check"), beginning("copy")] as const;

function nameDefinition(name: string, types: NameScope, values: NameScope): DefinitionView["names"] {
  const pascal = pascalCase(name);
  const [type, input] = types.claimAll(pascal, definitionTypes, "definitions");
  const [check, copy] = values.claimAll(pascal, definitionValues, "definitions");
  return { type, input, check, copy };
}
