import type { OrderedArguments } from "./argument-list.js";
import type { KnownReferences } from "./known-references.js";
import { type WriteOperation, writeOperation } from "./write-operation.js";
import type { WriteOptions } from "./write-options.js";

/**
 * Declares an operation that adds an entity, or changes these fields where its `id`, the first argument, exists already.
 *
 * As with `create`, every field that is neither optional nor has a default must be set.
 *
 * @example
 * ```ts
 * // client.mutate.saveProject(id, name)
 * saveProject: upsert("project", { args: ["name"] }),
 * ```
 *
 * @throws TypeError where the entity is no name, or `args` or `set` has the wrong shape.
 */
export function upsert<
  const EntityName extends string,
  const Args extends OrderedArguments<Args> = readonly [],
  const Assignments extends KnownReferences<Assignments, Args> = {},
>(
  entity: EntityName,
  options?: WriteOptions<Args, Assignments>,
): WriteOperation<"upsert", EntityName, Args, Assignments> {
  return writeOperation("upsert", entity, options);
}
