import { readEvolution, type EvolutionOptions } from "./evolution.js";
import { expected, isName, isRecord } from "./expectations.js";

/** What `remove` returns: an `OperationDefinition` that remembers which entity it removes. */
export interface RemoveOperation<EntityName extends string = string> {
  readonly kind: "remove";
  readonly entity: EntityName;
}

/**
 * Declares an operation that deletes the entity whose `id` is its only argument.
 * It fails with `not_found` where there is none.
 *
 * @example
 * ```ts
 * // client.mutate.deleteTodo(id)
 * deleteTodo: remove("todo"),
 * ```
 *
 * @throws TypeError where the entity is no name, or an option has the wrong shape.
 */
export function remove<const EntityName extends string>(
  entity: EntityName,
  options?: EvolutionOptions,
): RemoveOperation<EntityName> {
  if (!isName(entity)) throw expected("remove(): the entity", "a name", entity);
  const place = `remove(${JSON.stringify(entity)})`;
  if (options !== undefined && !isRecord(options))
    throw expected(`${place}: the options`, "an object", options);
  return { kind: "remove", entity, ...readEvolution(place, options ?? {}) };
}
