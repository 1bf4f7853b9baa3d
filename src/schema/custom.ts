import { readEvolution, type EvolutionOptions } from "./evolution.js";
import { expected, isNameList, isRecord, notZodRecord } from "./expectations.js";
import type { ZodFields } from "./zod-schema.js";

/** What `custom` returns: an `OperationDefinition` that remembers which entities it touches. */
export interface CustomOperation<Touches extends readonly string[] = readonly string[]> {
  readonly kind: "custom";
  readonly args: ZodFields;
  readonly touches: Touches;
}

/** What `custom` takes. */
export interface CustomOptions<Touches extends readonly [string, ...string[]]> extends EvolutionOptions {
  /** zod schemas by argument name, in the order of the arguments. No `id` comes before them. */
  readonly args?: ZodFields;
  /** The entities that the operation may write. The first names the file that its handler stub goes to. */
  readonly touches: Touches;
}

/**
 * Declares an operation whose effect is code: the generator writes a stub for it into `handlers/<entity>.ts`, once.
 *
 * @example
 * ```ts
 * // client.mutate.archiveProject(projectId, before)
 * archiveProject: custom({
 *   args: { projectId: z.string(), before: z.number() },
 *   touches: ["project", "todo"],
 * }),
 * ```
 *
 * @throws TypeError where `args` is not an object of zod schemas, or `touches` not a list of names.
 */
export function custom<const Touches extends readonly [string, ...string[]]>(
  options: CustomOptions<Touches>,
): CustomOperation<Touches> {
  if (!isRecord(options)) throw expected("custom(): the options", "an object", options);
  const { args = {}, touches } = options;
  const problem = notZodRecord(args, "custom(): args");
  if (problem) throw problem;
  if (!isNameList(touches)) throw expected("custom(): touches", "a list of entity names", touches);
  return { kind: "custom", args, touches, ...readEvolution("custom()", options) };
}
