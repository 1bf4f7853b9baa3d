import type { ZodSchema } from "./zod-schema.js";

/** `"projectId?"` → `"projectId"`. */
export type ArgumentName<Listed> = Listed extends `${infer Name}?` ? Name : Listed;

/** The argument names of either form of `args`, without their question marks. */
export type ArgumentNames<Args> = Args extends readonly (infer Listed)[]
  ? ArgumentName<Listed>
  : Extract<keyof Args, string>;

/** The texts of `OrderedArguments`. */
export type ArgumentOrderProblem =
  | `Required argument '${string}' stands after the optional '${string}'`
  | `Argument '${string}' is listed twice`
  | "Argument 'id' is always first and is not listed";

/**
 * A list of arguments with the ones that stand wrong replaced by the text that says why: after an optional one, listed
 * twice, or `id`. An object of zod schemas as it is. Bounds the type parameter that it is given, so that the compiler
 * marks the very argument.
 */
export type OrderedArguments<Args> = {
  readonly [Position in keyof Args]: Args extends readonly string[]
    ? Position extends keyof OrderedList<Args>
      ? OrderedList<Args>[Position]
      : string
    : Args extends readonly unknown[]
      ? string
      : ZodSchema;
} & object;

type OrderedList<
  Rest extends readonly string[],
  Seen extends string = never,
  Optional extends string = never,
  Done extends readonly string[] = readonly [],
> = Rest extends readonly [infer Listed extends string, ...infer Others extends readonly string[]]
  ? OrderedList<
      Others,
      Seen | ArgumentName<Listed>,
      Optional | (Listed extends `${infer Name}?` ? Name : never),
      readonly [...Done, ListedArgument<Listed, ArgumentName<Listed>, Seen, Optional>]
    >
  : Rest extends readonly []
    ? Done
    : readonly string[];

type ListedArgument<
  Listed extends string,
  Name extends string,
  Seen extends string,
  Optional extends string,
> = Name extends "id"
  ? "Argument 'id' is always first and is not listed"
  : Name extends Seen
    ? `Argument '${Name}' is listed twice`
    : [Optional] extends [never]
      ? Listed
      : Listed extends `${string}?`
        ? Listed
        : `Required argument '${Name}' stands after the optional '${Optional}'`;
