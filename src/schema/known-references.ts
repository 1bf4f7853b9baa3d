import type { ArgumentNames } from "./argument-list.js";
import type { ReferencesOf } from "./value.js";

/** The text that stands for a value whose `arg` names no argument. */
export type UnknownReference<Name extends string = string> =
  `arg("${Name}") names no argument of this operation`;

/**
 * `set` with every value that refers to an argument which does not exist replaced by the text that says so. Bounds
 * the type parameter that it is given, so that the compiler marks the very field.
 */
export type KnownReferences<Assignments, Args> = {
  readonly [Field in keyof Assignments]: UnknownNames<Assignments[Field], Args> extends infer Unknown extends
    string
    ? [Unknown] extends [never]
      ? Assignments[Field]
      : UnknownReference<Unknown>
    : never;
} & object;

type UnknownNames<Assigned, Args> = Exclude<ReferencesOf<Assigned>, ArgumentNames<Args> | "id">;
