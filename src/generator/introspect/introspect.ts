import type { Contract, OperationModel } from "../../contract/contract.js";
import type { Finding } from "../../contract/finding.js";
import { fingerprintOf } from "../../contract/fingerprint.js";
import { keepUnchanged, unchanged } from "../../contract/keep-unchanged.js";
import type { OperationDefinition } from "../../schema/definition.js";
import type { LoadedSchema } from "../load/loaded-schema.js";
import { introspectEntity, type IntrospectedEntity } from "./entity-model.js";
import { entitySources, type EntitySource } from "./entity-source.js";
import type { IntrospectionMemory } from "./introspection-memory.js";
import {
  introspectOperation,
  legacyOperations,
  namedEntities,
  operationPart,
  type EntitiesByType,
} from "./operation-model.js";
import { SchemaIntrospection } from "./schema-introspection.js";

/**
 * LoadedSchema → Contract, with what is wrong with it. A part that cannot be understood is a finding and left out.
 *
 * @param memory of earlier runs of the same schema: of what is still the same, the models are taken
 */
export function introspect(
  loaded: LoadedSchema,
  memory?: IntrospectionMemory,
): { readonly contract: Contract; readonly findings: Finding[] } {
  const { definition } = loaded;
  const introspection = new SchemaIntrospection(memory?.begin(loaded.sources) ?? loaded.sources, []);
  const entities = new Map<string, IntrospectedEntity>();
  for (const source of entitySources(definition.entities)) {
    const entity = entityOf(source, introspection, memory);
    if (!entity) continue;
    const { type } = entity.model;
    if (entities.has(type))
      introspection.report("duplicate-entity", entity.path, `There are two entities of the type "${type}".`);
    else entities.set(type, entity);
  }
  const operations: OperationModel[] = [];
  for (const [name, operation] of Object.entries(definition.operations)) {
    const model = operationOf(name, operation, entities, introspection, memory);
    if (model) operations.push(model);
  }
  const declared = new Set(operations.map((operation) => operation.name));
  const legacy = [...entities.values()].flatMap((entity) => entity.legacy);
  const models = [...entities.values()].map((entity) => entity.model);
  const definitions = Object.fromEntries(introspection.zod.definitions);
  const earlier = memory?.contract;
  const parts: Omit<Contract, "fingerprint"> = {
    version: 1,
    entities: keepUnchanged(earlier?.entities, models, ({ type }) => type),
    operations: keepUnchanged(
      earlier?.operations,
      [...operations, ...legacy.filter(({ name }) => !declared.has(name))],
      ({ name }) => name,
    ),
    definitions: unchanged(earlier?.definitions, definitions),
    ...(definition.reserved !== undefined &&
      definition.reserved.length > 0 && { reserved: definition.reserved }),
  };
  const contract = { fingerprint: fingerprintOf(parts), ...parts };
  memory?.finish(contract);
  return { contract, findings: introspection.findings() };
}

function entityOf(
  source: EntitySource,
  introspection: SchemaIntrospection,
  memory: IntrospectionMemory | undefined,
): IntrospectedEntity | undefined {
  const read = () => {
    const reading = introspectEntity(source, introspection);
    return reading && { ...reading, legacy: legacyOperations(reading) };
  };
  const reading = memory ? memory.recall(source.path, source, [], introspection, read) : read();
  if (!reading) return undefined;
  introspection.alias(source.path, reading.path);
  return { ...reading, source };
}

function operationOf(
  name: string,
  definition: OperationDefinition,
  entities: EntitiesByType,
  introspection: SchemaIntrospection,
  memory: IntrospectionMemory | undefined,
): OperationModel | undefined {
  const read = () => introspectOperation(name, definition, entities, introspection);
  if (!memory) return read();
  const models = namedEntities(definition).map((type) => entities.get(type)?.model);
  return memory.recall(["operations", name], operationPart(definition), models, introspection, read);
}
