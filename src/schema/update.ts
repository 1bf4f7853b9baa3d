import type { OrderedArguments } from "./argument-list.js";
import type { KnownReferences } from "./known-references.js";
import { type WriteOperation, writeOperation } from "./write-operation.js";
import type { ChangingOptions } from "./write-options.js";

/**
 * Declares an operation that changes fields of the entity whose `id` is its first argument.
 * It fails with `not_found` where there is none.
 *
 * @example
 * ```ts
 * // client.mutate.updateTitle(id, title)
 * updateTitle: update("todo", { args: ["title"] }),
 * // client.mutate.completeTodo(id)
 * completeTodo: update("todo", { set: { status: "completed", completedAt: now() } }),
 * // client.mutate.vote(id, by)
 * vote: update("todo", { args: { by: z.int() }, set: { votes: increment(arg("by")) } }),
 * ```
 *
 * @throws TypeError where the entity is no name, or `args` or `set` has the wrong shape.
 */
export function update<
  const EntityName extends string,
  const Args extends OrderedArguments<Args> = readonly [],
  const Assignments extends KnownReferences<Assignments, Args> = {},
>(
  entity: EntityName,
  options: ChangingOptions<Args, Assignments>,
): WriteOperation<"update", EntityName, Args, Assignments> {
  return writeOperation("update", entity, options);
}
