import type { Contract, OperationModel } from "../../contract/contract.js";
import type { Finding } from "../../contract/finding.js";
import { fingerprintOf } from "../../contract/fingerprint.js";
import { keepUnchanged, unchanged } from "../../contract/keep-unchanged.js";
import type { LoadedSchema } from "../load/loaded-schema.js";
import { introspectEntity, type IntrospectedEntity } from "./entity-model.js";
import { entitySources } from "./entity-source.js";
import { introspectOperation, legacyOperations } from "./operation-model.js";
import { SchemaIntrospection } from "./schema-introspection.js";

/**
 * LoadedSchema → Contract, with what is wrong with it. A part that cannot be understood is a finding and left out.
 *
 * @param earlier the last contract of the same schema: of what is still the same, its objects are taken
 */
export function introspect(
  loaded: LoadedSchema,
  earlier?: Contract,
): { readonly contract: Contract; readonly findings: Finding[] } {
  const { definition, sources } = loaded;
  const introspection = new SchemaIntrospection(sources, []);
  const entities = new Map<string, IntrospectedEntity>();
  for (const source of entitySources(definition.entities)) {
    const entity = introspectEntity(source, introspection);
    if (!entity) continue;
    const { type } = entity.model;
    if (entities.has(type))
      introspection.report("duplicate-entity", entity.path, `There are two entities of the type "${type}".`);
    else entities.set(type, entity);
  }
  const operations: OperationModel[] = [];
  for (const [name, operation] of Object.entries(definition.operations)) {
    const model = introspectOperation(name, operation, entities, introspection);
    if (model) operations.push(model);
  }
  const declared = new Set(operations.map((operation) => operation.name));
  const legacy = [...entities.values()].flatMap(legacyOperations).filter(({ name }) => !declared.has(name));
  const models = [...entities.values()].map((entity) => entity.model);
  const definitions = Object.fromEntries(introspection.zod.definitions);
  const contract: Omit<Contract, "fingerprint"> = {
    version: 1,
    entities: keepUnchanged(earlier?.entities, models, ({ type }) => type),
    operations: [...keepUnchanged(earlier?.operations, operations, ({ name }) => name), ...legacy],
    definitions: unchanged(earlier?.definitions, definitions),
    ...(definition.reserved !== undefined &&
      definition.reserved.length > 0 && { reserved: definition.reserved }),
  };
  return {
    contract: { fingerprint: fingerprintOf(contract), ...contract },
    findings: introspection.findings(),
  };
}
