import { matches, type Entity, type EntityMatch, type RuntimeEntity } from "../protocol/index.js";
import type { Collection } from "./collection.js";
import type { ClientEngine } from "./engine/client-engine.js";
import type { ViewListener } from "./view-change.js";

/** The typed face of one entity type of an engine. */
export function createCollection(
  engine: ClientEngine,
  model: RuntimeEntity,
): Collection<Entity, { readonly [field: string]: unknown }> {
  const { type } = model;
  const all = (): readonly Entity[] => engine.all(type);
  const where = (match: EntityMatch): Entity[] => all().filter((entity) => matches(model, entity, match));
  return {
    type,
    all,
    where,
    get: (id) => engine.get(type, id),
    count: (match) => (match === undefined ? all() : where(match)).length,
    [Symbol.iterator]: () => all()[Symbol.iterator](),
    subscribe: (first: string | ViewListener, second?: ViewListener) =>
      typeof first === "string" ? engine.subscribe(second!, type, first) : engine.subscribe(first, type),
  };
}
