import { readEvolution } from "./evolution.js";
import { expected, isName, isNameList, isRecord, notZodRecord } from "./expectations.js";
import type { ZodFields } from "./zod-schema.js";

/** `args` as users give them: names of fields, or new schemas by argument name. */
export type ArgumentsOption = readonly string[] | ZodFields;

/** `set` as users give it: literals and value functions, by field. */
export interface AssignmentsOption {
  readonly [field: string]: unknown;
}

export type WriteKind = "create" | "update" | "upsert";

/** What `create`, `update` and `upsert` return: an `OperationDefinition` that remembers what it was given. */
export interface WriteOperation<
  Kind extends WriteKind = WriteKind,
  EntityName extends string = string,
  Args = ArgumentsOption,
  Assignments = AssignmentsOption,
> {
  readonly kind: Kind;
  readonly entity: EntityName;
  readonly args: Args;
  readonly set: Assignments;
}

/**
 * Builds a write operation from options of any shape.
 *
 * @throws TypeError that names the operation's kind and entity, and the option that is wrong.
 */
export function writeOperation<Operation>(kind: WriteKind, entity: string, options: unknown): Operation {
  if (!isName(entity)) throw expected(`${kind}(): the entity`, "a name", entity);
  if (options !== undefined && !isRecord(options))
    throw expected(`${place(kind, entity)}: the options`, "an object", options);
  const { args = [], set = {} } = options ?? {};
  if (!isNameList(args)) {
    const problem = notZodRecord(
      args,
      `${place(kind, entity)}: args`,
      "field names or an object of zod schemas",
    );
    if (problem) throw problem;
  }
  if (!isRecord(set)) throw expected(`${place(kind, entity)}: set`, "an object of values by field", set);
  return { kind, entity, args, set, ...readEvolution(place(kind, entity), options ?? {}) } as Operation;
}

function place(kind: WriteKind, entity: string): string {
  return `${kind}(${JSON.stringify(entity)})`;
}
