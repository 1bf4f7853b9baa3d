import type { Entity } from "./entity.js";
import type { OutputOf, ShapeOf } from "./zod-schema.js";

/** The fields that operations set, by the entity's name: its key in `entities`, or in a union the literal of its `type`. */
export type FieldsByName<Entities> =
  Entities extends UnionSchema<infer Options>
    ? Flattened<UnionFields<Options>>
    : { readonly [Name in keyof Entities]: FieldsOf<Entities[Name]> };

interface UnionSchema<Options extends readonly unknown[]> {
  readonly _zod: { readonly def: { readonly type: "union"; readonly options: Options } };
}

/**
 * An intersection of one object for each member. Mapping the members to keys with `as` would be shorter, but then each
 * look at the result costs the compiler a walk over all of them. Eight at a time, since it recurses a thousand times at most.
 */
type UnionFields<Options extends readonly unknown[], Done = unknown> = Options extends readonly [
  infer A,
  infer B,
  infer C,
  infer D,
  infer E,
  infer F,
  infer G,
  infer H,
  ...infer Rest,
]
  ? UnionFields<
      Rest,
      Done & Flattened<Named<A> & Named<B> & Named<C> & Named<D> & Named<E> & Named<F> & Named<G> & Named<H>>
    >
  : Options extends readonly [infer Member, ...infer Rest]
    ? UnionFields<Rest, Done & Named<Member>>
    : Options extends readonly []
      ? Done
      : Done & Named<Options[number]>;

/** A member's fields under its name; under each of its names where it is a union again. */
type Named<Member> = { readonly [Name in TypeNames<Member>]: NamedFields<Member, Name> };

type Flattened<Intersection> = { readonly [Name in keyof Intersection]: Intersection[Name] };

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
