import type { OrderedArguments } from "./argument-list.js";
import type { KnownReferences } from "./known-references.js";
import { type WriteOperation, writeOperation } from "./write-operation.js";
import type { WriteOptions } from "./write-options.js";

/**
 * Declares an operation that adds an entity. Its first argument is always the `id` of the new entity.
 * It fails with `already_exists` where that id is taken.
 *
 * Every field that is neither optional nor has a default must be set, by an argument or in `set`.
 *
 * @example
 * ```ts
 * // client.mutate.addTodo(id, title, projectId?)
 * addTodo: create("todo", { args: ["title", "projectId?"], set: { status: "pending" } }),
 * ```
 *
 * @throws TypeError where the entity is no name, or `args` or `set` has the wrong shape.
 */
export function create<
  const EntityName extends string,
  const Args extends OrderedArguments<Args> = readonly [],
  const Assignments extends KnownReferences<Assignments, Args> = {},
>(
  entity: EntityName,
  options?: WriteOptions<Args, Assignments>,
): WriteOperation<"create", EntityName, Args, Assignments> {
  return writeOperation("create", entity, options);
}
