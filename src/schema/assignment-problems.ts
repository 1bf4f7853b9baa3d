import type { UnknownReference } from "./known-references.js";
import type { Value } from "./value.js";
import type { AbsentableSchema, InputOf, OutputOf } from "./zod-schema.js";

/** Texts on every value of `set` that its field does not take; never where all of them fit. */
export type AssignmentProblems<EntityName extends string, Fields, Args, Assignments> = {
  [Name in keyof Assignments]: Name extends keyof Fields
    ? Assignments[Name] extends Value<infer Definition>
      ? ValueProblem<EntityName, Name, Fields[Name], Definition, Fields, Args>
      : LiteralFits<Assignments[Name], InputOf<Fields[Name]>> extends true
        ? never
        : `Field ${Place<EntityName, Name>} does not take ${DescribedLiteral<Assignments[Name]>}`
    : never;
}[keyof Assignments];

type ValueProblem<EntityName extends string, Name, Field, Definition, Fields, Args> = Definition extends {
  readonly fn: "increment";
  readonly by: infer By;
}
  ? [NonNullable<OutputOf<Field>>] extends [number]
    ? Fits<By, number, Fields, Args> extends true
      ? never
      : `increment() of field ${Place<EntityName, Name>} does not take ${Described<By>}`
    : `increment() needs a number field, ${Place<EntityName, Name>} is none`
  : Definition extends { readonly fn: infer Fn extends "append" | "without"; readonly value: infer Given }
    ? NonNullable<InputOf<Field>> extends readonly (infer Element)[]
      ? ElementProblem<Fn, Place<EntityName, Name>, Given, Element, Fields, Args>
      : `${Fn}() needs an array field, ${Place<EntityName, Name>} is none`
    : Definition extends { readonly fn: "unset" }
      ? Field extends AbsentableSchema
        ? never
        : `unset() needs an optional field, ${Place<EntityName, Name>} is none`
      : ValueFits<Definition, InputOf<Field>, Fields, Args> extends true
        ? never
        : `Field ${Place<EntityName, Name>} does not take ${DescribedValue<Definition>}`;

type ElementProblem<Fn extends string, At extends string, Given, Element, Fields, Args> =
  Fits<Given, Element, Fields, Args> extends true
    ? Fn extends "append"
      ? never
      : [Element] extends [string | number | boolean]
        ? never
        : `without() needs an array of texts, numbers or booleans, ${At} is none`
    : `${Fn}() of field ${At} does not take ${Described<Given>}`;

/** Whether a literal, or what a value function stands for, can be a `Target`. */
type Fits<Given, Target, Fields, Args> =
  Given extends Value<infer Definition>
    ? ValueFits<Definition, Target, Fields, Args>
    : LiteralFits<Given, Target>;

type ValueFits<Definition, Target, Fields, Args> = Definition extends {
  readonly fn: "arg";
  readonly name: infer Name;
}
  ? [ArgumentType<Name, Fields, Args>] extends [Target]
    ? true
    : false
  : [string] extends [Target]
    ? true
    : Definition extends { readonly fn: "now" }
      ? [number] extends [Target]
        ? true
        : false
      : false;

type LiteralFits<Given, Target> = Given extends object
  ? [Writable<Given>] extends [Target]
    ? true
    : false
  : Given extends undefined
    ? false
    : [Given] extends [Target]
      ? true
      : // What the compiler marked inside the call already.
        Given extends UnknownReference
        ? true
        : false;

type Place<EntityName extends string, Name> = `'${Name & string}' of entity '${EntityName}'`;

/** What an argument is where it is given. One that names no argument has been marked at its place already. */
type ArgumentType<Name, Fields, Args> = Name extends "id"
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
  Given extends Value<infer Definition> ? DescribedValue<Definition> : DescribedLiteral<Given>;

type DescribedValue<Definition> = Definition extends {
  readonly fn: "arg";
  readonly name: infer Name extends string;
}
  ? `arg("${Name}")`
  : Definition extends { readonly fn: infer Fn extends string }
    ? `${Fn}()`
    : never;

type DescribedLiteral<Given> = Given extends string
  ? `"${Given}"`
  : Given extends number | boolean | null | undefined
    ? `${Given}`
    : "this literal";

/** The fields that `set` gives a value of their own whatever the arguments are. */
export type DefiniteFields<Args, Assignments> = {
  [Name in keyof Assignments]: Assignments[Name] extends Value<infer Definition>
    ? Definition extends { readonly fn: "arg"; readonly name: infer Argument extends string }
      ? MayBeAbsent<Argument, Args> extends true
        ? never
        : Name
      : Definition extends { readonly fn: "now" | "user" }
        ? Name
        : never
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
