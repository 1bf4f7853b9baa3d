/**
 * Any zod 4 schema (zod, zod/mini, zod/v4/core), known by its shape alone: comparing against zod's own classes costs the
 * compiler far more, and refuses a schema from a second copy of zod.
 */
export interface ZodSchema {
  readonly _zod: { readonly def: { readonly type: string } };
}

export interface ZodFields {
  readonly [name: string]: ZodSchema;
}

interface TypedSchema {
  readonly _zod: { readonly input: unknown; readonly output: unknown };
}

/** What zod takes for a schema. */
export type InputOf<Schema> = Schema extends TypedSchema ? Schema["_zod"]["input"] : unknown;

/** What zod yields for a schema. */
export type OutputOf<Schema> = Schema extends TypedSchema ? Schema["_zod"]["output"] : unknown;

/** A schema whose key may be left out of what zod takes: optional, with a default, or with `catch`. */
export type OmittableSchema =
  | { readonly _zod: { readonly optin: "optional" | "defaulted" } }
  | { readonly _zod: { readonly def: { readonly type: "catch" } } };

/** A schema whose key may be absent from what zod yields. */
export interface AbsentableSchema {
  readonly _zod: { readonly optout: "optional" };
}

/** The fields of an object schema, also behind `readonly()` or before a `transform()`; never for anything else. */
export type ShapeOf<Schema> = Schema extends {
  readonly _zod: { readonly def: { readonly type: "object"; readonly shape: infer Shape } };
}
  ? Shape
  : Schema extends { readonly _zod: { readonly def: WrapperDefinition<infer Inner> } }
    ? ShapeOf<Inner>
    : never;

type WrapperDefinition<Inner> =
  { readonly type: "readonly"; readonly innerType: Inner } | { readonly type: "pipe"; readonly in: Inner };
