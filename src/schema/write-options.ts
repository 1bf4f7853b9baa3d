import type { EvolutionOptions } from "./evolution.js";
import type { ArgumentsOption, AssignmentsOption } from "./write-operation.js";

/** What `create`, `update` and `upsert` take besides the entity. */
export interface WriteOptions<Args, Assignments> extends EvolutionOptions {
  /**
   * The arguments after `id`, in order. Either names of fields, as in `["title", "projectId?"]` (the question mark lets
   * callers leave it out): each takes its schema from the field and sets it. Or new zod schemas by argument name: those
   * set nothing by themselves and reach fields through `set`.
   */
  readonly args?: [Args] extends [never] ? ArgumentsOption : Args;
  /** Values by field: JSON literals, or value functions such as `arg`, `now` and `increment`. */
  readonly set?: [Assignments] extends [never] ? AssignmentsOption : Assignments;
}

/** `WriteOptions` that change at least one field. */
export type ChangingOptions<Args, Assignments> = WriteOptions<Args, Assignments> &
  (keyof Assignments extends never
    ? [Args] extends [readonly [unknown, ...unknown[]]]
      ? unknown
      : number extends LengthOf<Args>
        ? unknown
        : { readonly set: "This update changes nothing: list fields in args, or give set" }
    : unknown);

type LengthOf<Args> = Args extends readonly unknown[] ? Args["length"] : never;
