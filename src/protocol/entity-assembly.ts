import type { Entity } from "./entity.js";
import type { RuntimeEntity } from "./runtime-contract.js";

export interface EntityFields {
  readonly [field: string]: unknown;
}

function stamp(kind: "number" | "string", now: number): number | string {
  return kind === "number" ? now : new Date(now).toISOString();
}

/** JSON cannot carry undefined, so a field that is undefined is a field that is not there. */
function withoutUndefined(fields: EntityFields): EntityFields {
  for (const key in fields) {
    if (fields[key] === undefined) {
      return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
    }
  }
  return { ...fields };
}

/** What operations set of an entity: its `data`, or what stands beside `id` and `type`. */
export function fieldsOf(entity: Entity, shape: RuntimeEntity["shape"]): EntityFields {
  return shape === "flat" ? entity : ((entity["data"] ?? {}) as EntityFields);
}

/** A new entity: `{ id, type, data, updatedAt, createdAt }`, or `{ id, type, …fields }`, in that key order. */
export function assembleEntity(model: RuntimeEntity, id: string, fields: EntityFields, now: number): Entity {
  const { type } = model;
  if (model.shape === "flat") {
    return { id, type, ...withoutUndefined({ ...fields, id, type }) };
  }
  const entity: Entity & { [field: string]: unknown } = { id, type, data: withoutUndefined(fields) };
  if (model.updatedAt) entity["updatedAt"] = stamp(model.updatedAt, now);
  if (model.createdAt) entity["createdAt"] = stamp(model.createdAt, now);
  return entity;
}

/** A changed entity: a new object, `undefined` fields removed, stamped. */
export function changeEntity(
  model: RuntimeEntity,
  entity: Entity,
  fields: EntityFields,
  now: number,
): Entity {
  if (model.shape === "flat") {
    const { id, type } = entity;
    return { ...withoutUndefined({ ...entity, ...fields }), id, type };
  }
  return {
    ...entity,
    data: withoutUndefined({ ...fieldsOf(entity, model.shape), ...fields }),
    ...(model.updatedAt && { updatedAt: stamp(model.updatedAt, now) }),
  };
}
