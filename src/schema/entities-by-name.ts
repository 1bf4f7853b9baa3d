import type { Entity } from "./entity.js";
import type { OutputOf, ShapeOf, ZodSchema } from "./zod-schema.js";

/** A zod discriminated union, or any union, of entities. */
interface UnionSchema<Options extends readonly ZodSchema[] = readonly ZodSchema[]> {
  readonly _zod: { readonly def: { readonly type: "union"; readonly options: Options } };
}

/** Entities by name: `entities` itself, or the members of a union by the literal of their `type`. */
export type EntitiesByName<Entities> =
  Entities extends UnionSchema<infer Options> ? MembersByName<Options> : Entities;

/** A member that is a union again stands under each of its names. */
type MembersByName<Options extends readonly ZodSchema[]> = number extends Options["length"]
  ? { readonly [Name in TypeNames<Options[number]>]: MemberOf<Options[number], Name> }
  : {
      readonly [
        Position in keyof Options as Position extends `${number}` ? TypeNames<Options[Position]> : never
      ]: Options[Position];
    };

/** The member called `Name`, where what stands under that name may be a union of several. */
export type MemberOf<Member, Name> =
  Member extends UnionSchema<infer Options>
    ? MembersByName<Options> extends infer Members
      ? Name extends keyof Members
        ? MemberOf<Members[Name], Name>
        : never
      : never
    : Member extends ZodSchema
      ? Name extends TypeNames<Member>
        ? Member
        : never
      : Member;

/** The literals of `type` in an object schema, or in every member of a union. */
export type TypeNames<Member> =
  Member extends UnionSchema<infer Options>
    ? TypeNames<Options[number]>
    : ShapeOf<Member> extends { readonly type: infer Type }
      ? Extract<OutputOf<Type>, string>
      : never;

/** The fields of an entity that operations set: `data`'s in an envelope, else all but `id` and `type`. */
export type FieldsOf<Member> = Member extends Entity<infer Fields> ? Fields : OperableFields<ShapeOf<Member>>;

type OperableFields<Shape> = [Shape] extends [never]
  ? never
  : Shape extends { readonly data: infer Data; readonly updatedAt: unknown }
    ? Exclude<keyof Shape, EnvelopeKey> extends never
      ? [ShapeOf<Data>] extends [never]
        ? Omit<Shape, "id" | "type">
        : ShapeOf<Data>
      : Omit<Shape, "id" | "type">
    : Omit<Shape, "id" | "type">;

type EnvelopeKey = "id" | "type" | "data" | "updatedAt" | "createdAt";
