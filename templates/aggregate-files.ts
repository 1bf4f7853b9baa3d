import {
  type Code,
  code,
  imported,
  importedType,
  join,
  key,
  literal,
  literalKey,
  specifier,
} from "./code/index.js";
import {
  entityFile,
  protocolModule,
  definitionsFile,
  clientFile,
  contractFile,
  entitiesFile,
  legacyFile,
  operationMapFile,
  transactionFile,
} from "./modules.js";
import type { ContractOutline, EntityOutline, HandlerReferences } from "./views.js";

const transactionCollection = importedType("TransactionCollection", protocolModule);
const runtimeContract = importedType("RuntimeContract", protocolModule);

const typeOf = (entity: EntityOutline) => importedType(entity.names.type, { file: entityFile(entity) });
const fieldsOf = (entity: EntityOutline) => importedType(entity.names.fields, { file: entityFile(entity) });

/** `entities.gen.ts`: the entity map, the union of entities, their types' names. */
export function entitiesFileBody(contract: ContractOutline): Code {
  const lines = contract.entities.map((entity) => code`${key(entity.type)}: ${typeOf(entity)};`);
  return code`/** Every entity by its \`type\`. */
export interface EntityMap {
  ${join(lines, "\n")}
}

/** The name of an entity type. */
export type EntityType = keyof EntityMap;

/** Any entity of the contract; its \`type\` tells which. */
export type Entity = EntityMap[EntityType];

export const entityTypes: readonly EntityType[] = ${literal(contract.entities.map((entity) => entity.type))};`;
}

/** `operations.gen.ts`: the operation map and the union of operation names. */
export function operationMapBody(contract: ContractOutline): Code {
  const parents = contract.entities.map((entity) =>
    importedType(entity.names.operations, { file: entityFile(entity) }),
  );
  return code`/** Every operation by its name, with its positional arguments and the same by name. */
export interface OperationMap ${parents.length > 0 && code`extends ${join(parents, ", ")}`} {}

/** The name of an operation, legacy ones included. */
export type OperationName = keyof OperationMap;

/** The positional arguments of an operation. */
export type OperationArgs<Name extends OperationName> = OperationMap[Name]["args"];

export const operationNames: readonly OperationName[] = ${literal(contract.operationNames)};`;
}

/** `transaction.gen.ts`: what mutators read and write through. */
export function transactionFileBody(contract: ContractOutline): Code {
  const lines = contract.entities.map(
    (entity) =>
      code`readonly ${key(entity.type)}: ${transactionCollection}<${typeOf(entity)}, ${fieldsOf(entity)}>;`,
  );
  return code`/** One operation's reads and writes: all of them take effect, or none. */
export interface Transaction {
  ${join(lines, "\n")}
}`;
}

/** `contract.gen.ts`: the running contract that client and server stand on. */
export function contractFileBody(
  contract: ContractOutline,
  fingerprint: string,
  mutators: HandlerReferences["mutators"],
): Code {
  const entities = contract.entities.map(
    (entity) =>
      code`${literalKey(entity.type)}: ${imported(entity.names.runtimeEntity, { file: entityFile(entity) })},`,
  );
  const operations = contract.entities.flatMap((entity) => {
    const declared = code`...${imported(entity.names.runtimeOperations, { file: entityFile(entity) })},`;
    const custom = customOperationsText(entity, mutators);
    return custom ? [declared, custom] : [declared];
  });
  return code`export const contract: ${runtimeContract} = {
  fingerprint: ${literal(fingerprint)},
  entities: {
    ${join(entities, "\n")}
  },
  operations: {
    ${join(operations, "\n")}
  },
};`;
}

/** The user's mutators, checked against their operations. */
function customOperationsText(
  entity: EntityOutline,
  mutators: HandlerReferences["mutators"],
): Code | undefined {
  const custom = entity.operations.filter((operation) => operation.isCustom);
  if (custom.length === 0) return undefined;
  const create = imported(entity.names.customOperations, { file: entityFile(entity) });
  const mutatorsType = importedType(entity.names.mutators, { file: entityFile(entity) });
  const bound = custom.map((operation) => {
    const { exportName, file } = mutators.get(operation.name)!;
    return code`${literalKey(operation.name)}: ${imported(exportName, { file })}`;
  });
  return code`...${create}({ ${join(bound, ", ")} } satisfies ${mutatorsType}),`;
}

/** `legacy.gen.ts`: sync-changes as operations, and change sets as sync-changes (P31). */
export function legacyFileBody(contract: ContractOutline): Code {
  const syncChange = importedType("SyncChange", protocolModule);
  const legacyOperation = importedType("LegacyOperation", protocolModule);
  const changeSet = importedType("ChangeSet", protocolModule);
  const operationOf = imported("legacyOperationOf", protocolModule);
  const changesOf = imported("syncChangesOf", protocolModule);
  const entityType = importedType("EntityType", { file: entitiesFile });
  const lines = contract.entities.map(
    (entity) => code`${literalKey(entity.type)}: ${literal({ ...entity.legacy })},`,
  );
  return code`/** The operations that stand for upserts and deletes of each entity type. */
export const legacyOperations: Record<${entityType}, { readonly upsert: string; readonly delete: string }> = {
  ${join(lines, "\n")}
};

/** The operation that a legacy client's change becomes. @throws OperationRejected \`unknown_entity_type\` */
export function toOperation(change: ${syncChange}): ${legacyOperation} {
  return ${operationOf}(legacyOperations, change);
}

/** What legacy clients are told about a set of changes, deletions first. */
export function toSyncChanges(changes: ${changeSet}): ${syncChange}[] {
  return ${changesOf}(changes);
}`;
}

/** `index.gen.ts`: all of it under one path; what a bundle does not use it leaves out. */
export function indexFileBody(contract: ContractOutline): Code {
  const files = [
    clientFile,
    contractFile,
    ...(contract.hasDefinitions ? [definitionsFile] : []),
    entitiesFile,
    legacyFile,
    operationMapFile,
    transactionFile,
    ...contract.entities.map(entityFile),
  ];
  return join(files.map(reexport), "\n");
}

function reexport(file: string): Code {
  return code`export * from ${specifier({ file })};`;
}
