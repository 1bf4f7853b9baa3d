import type { UnknownReference } from "./known-references.js";
import type {
  AppendValue,
  ArgumentValue,
  IncrementValue,
  NowValue,
  UnsetValue,
  UserValue,
  WithoutValue,
} from "./value.js";
import type { AbsentableSchema, InputOf, OutputOf } from "./zod-schema.js";

/** Texts on every value of `set` that its field does not take; never where all of them fit. */
export type AssignmentProblems<EntityName extends string, Fields, Args, Assignments> = {
  [Name in keyof Assignments & keyof Fields & string]: AssignmentProblem<
    `field '${Name}' of entity '${EntityName}'`,
    Fields[Name],
    Assignments[Name],
    Fields,
    Args
  >;
}[keyof Assignments & keyof Fields & string];

type AssignmentProblem<Place extends string, Field, Given, Fields, Args> =
  Given extends IncrementValue<infer By>
    ? [NonNullable<OutputOf<Field>>] extends [number]
      ? Fits<By, number, Fields, Args> extends true
        ? never
        : `increment() of ${Place} takes a number${Named<By>}`
      : `increment() needs a number, and ${Place} is none`
    : Given extends AppendValue<infer Element>
      ? ElementProblem<`append() to ${Place}`, Place, Field, Element, Fields, Args>
      : Given extends WithoutValue<infer Element>
        ? ElementProblem<`without() on ${Place}`, Place, Field, Element, Fields, Args>
        : Given extends UnsetValue
          ? Field extends AbsentableSchema
            ? never
            : `unset() needs an optional field, and ${Place} is required`
          : Fits<Given, Exclude<InputOf<Field>, undefined>, Fields, Args> extends true
            ? never
            : `The ${Place} does not take ${Described<Given>}`;

type ElementProblem<Act extends string, Place extends string, Field, Given, Fields, Args> =
  NonNullable<InputOf<Field>> extends readonly (infer Element)[]
    ? Fits<Given, Element, Fields, Args> extends true
      ? never
      : `${Act} does not take ${Described<Given>}`
    : `${Act} needs an array, and ${Place} is none`;

/** Whether a literal, or what a value function stands for, can be a `Target`. */
type Fits<Given, Target, Fields, Args> = Given extends UnknownReference
  ? true
  : Given extends ArgumentValue<infer Name>
    ? [ArgumentType<Name, Fields, Args>] extends [Target]
      ? true
      : false
    : Given extends NowValue
      ? [number] extends [Target]
        ? true
        : [string] extends [Target]
          ? true
          : false
      : Given extends UserValue
        ? [string] extends [Target]
          ? true
          : false
        : [Writable<Given>] extends [Target]
          ? true
          : false;

/** What an argument is where it is given. One that names no argument has been marked at its place already. */
type ArgumentType<Name extends string, Fields, Args> = Name extends "id"
  ? string
  : Args extends readonly string[]
    ? Name extends keyof Fields
      ? Exclude<OutputOf<Fields[Name]>, undefined>
      : never
    : Name extends keyof Args
      ? Exclude<OutputOf<Args[Name]>, undefined>
      : never;

/** A literal as it was before its `const` type parameter made it readonly. */
type Writable<Literal> = Literal extends object
  ? { -readonly [Key in keyof Literal]: Writable<Literal[Key]> }
  : Literal;

type Described<Given> =
  Given extends ArgumentValue<infer Name>
    ? `arg("${Name}")`
    : Given extends NowValue
      ? "now()"
      : Given extends UserValue
        ? "user()"
        : Given extends string
          ? `"${Given}"`
          : Given extends number | boolean | null | undefined
            ? `${Given}`
            : "this literal";

type Named<Given> = Given extends ArgumentValue<infer Name> ? `, and arg("${Name}") is none` : "";

/** The fields that `set` gives a value of their own whatever the arguments are. */
export type DefiniteFields<Args, Assignments> = {
  [Name in keyof Assignments]: Assignments[Name] extends
    IncrementValue | AppendValue | WithoutValue | UnsetValue
    ? never
    : Assignments[Name] extends ArgumentValue<infer Argument>
      ? MayBeAbsent<Argument, Args> extends true
        ? never
        : Name
      : Name;
}[keyof Assignments];

type MayBeAbsent<Name extends string, Args> = Args extends readonly (infer Listed)[]
  ? `${Name}?` extends Listed
    ? true
    : false
  : Name extends keyof Args
    ? Args[Name] extends AbsentableSchema
      ? true
      : false
    : false;
