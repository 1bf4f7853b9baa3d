import { expected, isName } from "./expectations.js";

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
 * @throws TypeError where the entity is no name.
 */
export function remove<const EntityName extends string>(entity: EntityName): RemoveOperation<EntityName> {
  if (!isName(entity)) throw expected("remove(): the entity", "a name", entity);
  return { kind: "remove", entity };
}
