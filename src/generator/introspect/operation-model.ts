import type { ArgumentModel, Effect, OperationModel } from "../../contract/contract.js";
import type { SchemaPath } from "../../contract/finding.js";
import type { TypeNode } from "../../contract/type-node.js";
import type { OperationDefinition } from "../../schema/definition.js";
import { declaredArguments, fieldArguments, reportArgumentOrder } from "./arguments.js";
import { introspectAssignments } from "./assignments.js";
import type { EntityReading, IntrospectedEntity } from "./entity-model.js";
import type { SchemaIntrospection } from "./schema-introspection.js";

export type EntitiesByType = ReadonlyMap<string, IntrospectedEntity>;

/** One operation → its model, or findings that say why there is none. */
export function introspectOperation(
  name: string,
  definition: OperationDefinition,
  entities: EntitiesByType,
  introspection: SchemaIntrospection,
): OperationModel | undefined {
  const path = ["operations", name];
  if (!isWhole(definition)) return reportShape(name, path, introspection);
  const documented = { ...evolutionOf(definition), ...introspection.sources.documentation(path) };
  switch (definition.kind) {
    case "create":
    case "update":
    case "upsert": {
      const entity = findEntity(definition.entity, [...path, "entity"], entities, introspection);
      if (!entity) return undefined;
      const own = Array.isArray(definition.args)
        ? fieldArguments(definition.args as readonly string[], entity, path, introspection)
        : declaredArguments(definition.args as { readonly [name: string]: unknown }, path, introspection);
      if (own.some((arg) => arg.name === "id"))
        introspection.report(
          "duplicate-argument",
          [...path, "args", "id"],
          `"id" is the first argument of every ${definition.kind}, so it cannot be another one.`,
        );
      const args = [idArgument(entity.id), ...own];
      reportArgumentOrder(args, path, introspection);
      const set = introspectAssignments(definition, entity, args, path, introspection);
      const effect: Effect = { kind: definition.kind, set };
      return { ...documented, ...base(name, entity.model.type), args, effect };
    }
    case "remove": {
      const entity = findEntity(definition.entity, [...path, "entity"], entities, introspection);
      if (!entity) return undefined;
      return {
        ...documented,
        ...base(name, entity.model.type),
        args: [idArgument(entity.id)],
        effect: { kind: "remove" },
      };
    }
    case "custom": {
      const touches = definition.touches.filter(
        (type, index) => findEntity(type, [...path, "touches", index], entities, introspection) !== undefined,
      );
      const args = declaredArguments(
        definition.args as { readonly [name: string]: unknown },
        path,
        introspection,
      );
      reportArgumentOrder(args, path, introspection);
      const [entity] = touches;
      if (entity === undefined) {
        if (definition.touches.length === 0)
          introspection.report("unknown-entity", [...path, "touches"], `"${name}" touches no entity.`);
        return undefined;
      }
      return { ...documented, ...base(name, entity), touches, args, effect: { kind: "custom" } };
    }
    default:
      return reportShape(name, path, introspection);
  }
}

/** The types of the entities that `introspectOperation` looks at. */
export function namedEntities(definition: OperationDefinition): readonly string[] {
  if (!isWhole(definition)) return [];
  return definition.kind === "custom" ? definition.touches : [definition.entity];
}

/** All that introspection reads of an operation: of its upgrades, which are code, only the number counts. */
export function operationPart(definition: OperationDefinition): unknown {
  return isWhole(definition) && definition.upgrade !== undefined
    ? { ...definition, upgrade: definition.upgrade.length }
    : definition;
}

/** What the contract says of how the operation changed; its code stays in the schema. */
function evolutionOf({
  deprecated,
  renamedFrom,
  upgrade,
}: OperationDefinition): Pick<OperationModel, "deprecated" | "deprecatedSince" | "renamedFrom" | "upgrades"> {
  return {
    ...(deprecated !== undefined && { deprecated: `since ${deprecated}`, deprecatedSince: deprecated }),
    ...(renamedFrom !== undefined && renamedFrom.length > 0 && { renamedFrom }),
    ...(upgrade !== undefined && upgrade.length > 0 && { upgrades: upgrade.length }),
  };
}

function reportShape(name: string, path: SchemaPath, introspection: SchemaIntrospection): undefined {
  introspection.report(
    "schema-shape",
    path,
    `"${name}" is not what create(), update(), upsert(), remove() or custom() returns.`,
  );
  return undefined;
}

/** A schema in JavaScript may hold operations that no authoring function has looked at. */
function isWhole(definition: Partial<Record<string, unknown>> | null | undefined): boolean {
  const { args, set, touches } = definition ?? {};
  const isObject = (value: unknown) => typeof value === "object" && value !== null;
  switch (definition?.["kind"]) {
    case "remove":
      return true;
    case "custom":
      return isObject(args) && Array.isArray(touches);
    default:
      return isObject(args) && isObject(set);
  }
}

/** `upsert<type>` and `delete<type>`, which every contract has (P31). */
export function legacyOperations(entity: EntityReading): OperationModel[] {
  const { type, node } = entity.model;
  const entityId: ArgumentModel = { name: "entityId", node: entity.id, optional: false };
  const whole: ArgumentModel = { name: "entity", node, optional: false };
  const operation = (name: string, args: readonly ArgumentModel[], effect: Effect): OperationModel => ({
    name,
    origin: "legacy",
    entity: type,
    touches: [type],
    args,
    effect,
  });
  return [
    operation(`upsert${type}`, [entityId, whole], { kind: "legacy_upsert" }),
    operation(`delete${type}`, [entityId], { kind: "legacy_delete" }),
  ];
}

function base(name: string, entity: string): Pick<OperationModel, "name" | "origin" | "entity" | "touches"> {
  return { name, origin: "declared", entity, touches: [entity] };
}

function idArgument(node: TypeNode): ArgumentModel {
  return { name: "id", node, optional: false };
}

function findEntity(
  type: string,
  path: SchemaPath,
  entities: EntitiesByType,
  introspection: SchemaIntrospection,
): IntrospectedEntity | undefined {
  const entity = entities.get(type);
  if (!entity) {
    const known = [...entities.keys()].map((name) => `"${name}"`).join(", ");
    introspection.report(
      "unknown-entity",
      path,
      `There is no entity "${type}".`,
      known === "" ? undefined : `Use one of ${known}, or declare it in entities.`,
    );
  }
  return entity;
}
