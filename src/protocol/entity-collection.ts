import type { Entity } from "./entity.js";
import { assembleEntity, changeEntity, fieldsOf, type EntityFields } from "./entity-assembly.js";
import type { EntityView } from "./entity-view.js";
import { jsonEquals } from "./json-equality.js";
import { OperationRejected } from "./operation-rejected.js";
import type { RuntimeEntity, TransactionCollection } from "./runtime-contract.js";

/** What selects entities: fields to be equal to, or a predicate. */
export type EntityMatch = Partial<EntityFields> | ((entity: Entity) => boolean);

/** Whether the entity is one that `match` selects. */
export function matches(model: RuntimeEntity, entity: Entity, match: EntityMatch): boolean {
  if (typeof match === "function") return match(entity);
  const fields = fieldsOf(entity, model.shape);
  for (const name of Object.keys(match)) {
    const value = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (!jsonEquals(value, match[name])) return false;
  }
  return true;
}

/** Orders entities by id, by UTF-16 code units, the same on every machine. */
export function byId(left: Entity, right: Entity): number {
  return left.id < right.id ? -1 : left.id > right.id ? 1 : 0;
}

/** One entity type of a transaction over a view. */
export class EntityCollection implements TransactionCollection<Entity, EntityFields> {
  readonly #model: RuntimeEntity;
  readonly #view: EntityView;
  readonly #now: number;

  constructor(model: RuntimeEntity, view: EntityView, now: number) {
    this.#model = model;
    this.#view = view;
    this.#now = now;
  }

  get(id: string): Entity | undefined {
    return this.#view.get(this.#model.type, id);
  }

  require(id: string): Entity {
    const entity = this.get(id);
    if (entity !== undefined) return entity;
    throw new OperationRejected("not_found", `There is no ${this.#model.type} ${JSON.stringify(id)}`);
  }

  has(id: string): boolean {
    return this.get(id) !== undefined;
  }

  where(match: EntityMatch): Entity[] {
    const found: Entity[] = [];
    for (const entity of this.#view.values(this.#model.type)) {
      if (matches(this.#model, entity, match)) found.push(entity);
    }
    return found.sort(byId);
  }

  all(): Entity[] {
    return [...this.#view.values(this.#model.type)].sort(byId);
  }

  insert(id: string, fields: EntityFields): void {
    this.#refuseOtherType(id);
    if (this.has(id)) {
      throw new OperationRejected(
        "already_exists",
        `${this.#model.type} ${JSON.stringify(id)} exists already`,
      );
    }
    this.#view.put(assembleEntity(this.#model, id, fields, this.#now));
  }

  update(id: string, fields: EntityFields): void {
    this.#view.put(changeEntity(this.#model, this.require(id), fields, this.#now));
  }

  upsert(id: string, fields: EntityFields): void {
    this.#refuseOtherType(id);
    const entity = this.get(id);
    this.#view.put(
      entity === undefined
        ? assembleEntity(this.#model, id, fields, this.#now)
        : changeEntity(this.#model, entity, fields, this.#now),
    );
  }

  delete(id: string): void {
    this.require(id);
    this.#view.delete(this.#model.type, id);
  }

  put(id: string, entity: Entity): void {
    if (entity.id !== id) {
      throw new OperationRejected(
        "invalid_arguments",
        `The entity's own id is ${JSON.stringify(entity.id)}, not ${JSON.stringify(id)}`,
      );
    }
    this.#refuseOtherType(id, entity.type);
    this.#view.put(entity);
  }

  discard(id: string): void {
    if (this.has(id)) this.#view.delete(this.#model.type, id);
  }

  /** @throws OperationRejected `entity_type_conflict` (P18) */
  #refuseOtherType(id: string, written: string = this.#model.type): void {
    const type = this.#view.typeOf(id) ?? this.#model.type;
    if (type === this.#model.type && written === type) return;
    throw new OperationRejected(
      "entity_type_conflict",
      `${JSON.stringify(id)} cannot be written as ${this.#model.type}: it is a ${written === type ? type : written}`,
    );
  }
}
