import type { Entity } from "./entity.js";
import type { OutputOf, ShapeOf, ZodSchema } from "./zod-schema.js";

/** The fields that operations set, by the entity's name: its key in `entities`, or in a union the literal of its `type`. */
export type FieldsByName<Entities> =
  Entities extends UnionSchema<infer Options>
    ? Settled<UnionFields<Options>>
    : { readonly [Name in keyof Entities]: FieldsOf<Entities[Name]> };

interface UnionSchema<Options extends readonly ZodSchema[]> {
  readonly _zod: { readonly def: { readonly type: "union"; readonly options: Options } };
}

/** A member that is a union again stands under each of its names. */
type UnionFields<Options extends readonly ZodSchema[]> = number extends Options["length"]
  ? { readonly [Name in TypeNames<Options[number]>]: Options[number] }
  : {
      readonly [
        Position in keyof Options as Position extends `${number}` ? TypeNames<Options[Position]> : never
      ]: Options[Position];
    };

/** Fields by name, under keys that the compiler works out once and not at each look. */
type Settled<Members> = { readonly [Name in keyof Members]: NamedFields<Members[Name], Name> };

/** The fields of the member called `Name`, in a member or in a union of them. */
type NamedFields<Member, Name> =
  Member extends UnionSchema<infer Options>
    ? NamedFields<Options[number], Name>
    : Name extends TypeNames<Member>
      ? FieldsOf<Member>
      : never;

type TypeNames<Member> =
  Member extends UnionSchema<infer Options>
    ? TypeNames<Options[number]>
    : ShapeOf<Member> extends { readonly type: infer Type }
      ? Extract<OutputOf<Type>, string>
      : never;

/** What operations set of one entity: `data`'s fields in an envelope, else all but `id` and `type`. */
type FieldsOf<Member> = Member extends Entity<infer Fields> ? Fields : OperableFields<ShapeOf<Member>>;

type OperableFields<Shape> = [Shape] extends [never]
  ? never
  : Shape extends { readonly data: infer Data }
    ? Exclude<keyof Shape, EnvelopeKey> extends never
      ? [ShapeOf<Data>] extends [never]
        ? FlatFields<Shape>
        : ShapeOf<Data>
      : FlatFields<Shape>
    : FlatFields<Shape>;

type EnvelopeKey = "id" | "type" | "data" | "updatedAt" | "createdAt";

type FlatFields<Shape> = { readonly [Name in Exclude<keyof Shape, "id" | "type">]: Shape[Name] };
