/**
 * The shape language of a contract: what zod 4 can say and JSON can carry, as plain JSON data.
 * Every node states zod's meaning exactly; where zod runs code, a `zod` node names the place in the schema.
 */

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

export interface Pattern {
  readonly source: string;
  readonly flags: string;
}

/** A check behind the type test. `abort` mirrors zod's: later checks of the node do not run after it fails. */
export type StringCheck =
  | {
      readonly check: "min_length" | "max_length" | "length_equals";
      readonly value: number;
      readonly abort?: true;
    }
  | {
      readonly check: "format";
      /** zod's name: "email", "uuid", "url", "regex", "starts_with", "ends_with", "includes", … */
      readonly format: string;
      readonly pattern?: Pattern;
      /** What a format needs besides its pattern (a prefix, a position, url's hostname and protocol …). */
      readonly options?: { readonly [key: string]: Json };
      readonly abort?: true;
    }
  /** Never fails: the checks behind it look at the changed text, and the changed text is what comes out. */
  | {
      readonly check: "overwrite";
      /** A method of JavaScript's strings. */
      readonly method: "trim" | "toLowerCase" | "toUpperCase" | "normalize";
      /** Of `normalize`. */
      readonly form?: "NFC" | "NFD" | "NFKC" | "NFKD";
      readonly abort?: never;
    };

export type NumberCheck =
  | {
      readonly check: "greater_than" | "less_than";
      readonly value: number;
      readonly inclusive: boolean;
      readonly abort?: true;
    }
  | { readonly check: "multiple_of"; readonly value: number; readonly abort?: true }
  | {
      readonly check: "format";
      readonly format: "safeint" | "int32" | "uint32" | "float32" | "float64";
      readonly abort?: true;
    };

export type ArrayCheck = {
  readonly check: "min_length" | "max_length" | "length_equals";
  readonly value: number;
  readonly abort?: true;
};

export interface PropertyNode {
  readonly name: string;
  readonly node: TypeNode;
  readonly doc?: string;
  readonly deprecated?: string | true;
}

export type TypeNode =
  | { readonly kind: "string"; readonly coerce?: true; readonly checks?: readonly StringCheck[] }
  | { readonly kind: "number"; readonly coerce?: true; readonly checks?: readonly NumberCheck[] }
  | { readonly kind: "boolean"; readonly coerce?: true }
  | { readonly kind: "null" }
  | { readonly kind: "unknown" }
  | { readonly kind: "never" }
  | { readonly kind: "literal"; readonly values: readonly (string | number | boolean | null)[] }
  | { readonly kind: "enum"; readonly values: readonly (string | number)[] }
  | {
      readonly kind: "template";
      readonly pattern: Pattern;
      /** The text of the type, as TypeScript's template literal type. */
      readonly parts: readonly (string | TypeNode)[];
    }
  | { readonly kind: "array"; readonly element: TypeNode; readonly checks?: readonly ArrayCheck[] }
  | { readonly kind: "tuple"; readonly items: readonly TypeNode[]; readonly rest?: TypeNode }
  | {
      readonly kind: "record";
      readonly key: TypeNode;
      readonly value: TypeNode;
      readonly mode?: "loose" | "partial";
    }
  | {
      readonly kind: "object";
      readonly properties: readonly PropertyNode[];
      readonly unknownKeys: "strip" | "strict" | "loose" | { readonly catchall: TypeNode };
    }
  | { readonly kind: "union"; readonly options: readonly TypeNode[]; readonly exclusive?: true }
  | {
      readonly kind: "discriminated_union";
      readonly discriminator: string;
      readonly options: readonly TypeNode[];
      readonly fallback?: true;
    }
  | { readonly kind: "intersection"; readonly left: TypeNode; readonly right: TypeNode }
  | { readonly kind: "nullable"; readonly inner: TypeNode }
  /** `exact`: the key may be absent but not undefined. */
  | { readonly kind: "optional"; readonly inner: TypeNode; readonly exact?: true }
  | { readonly kind: "non_optional"; readonly inner: TypeNode }
  | { readonly kind: "default"; readonly inner: TypeNode; readonly value: Json }
  | { readonly kind: "prefault"; readonly inner: TypeNode; readonly value: Json }
  | { readonly kind: "catch"; readonly inner: TypeNode; readonly value: Json }
  | { readonly kind: "readonly"; readonly inner: TypeNode }
  /** A named definition of the contract: recursion. */
  | { readonly kind: "ref"; readonly name: string }
  /** Code only zod can run. `path` leads from the schema file's default export to that very zod node. */
  | {
      readonly kind: "zod";
      readonly path: readonly (string | number)[];
      readonly reason: string;
      /** The same node without its code, as far as it is known: gives the TypeScript type of what it yields. */
      readonly base: TypeNode;
      /** What it takes, where that is another type than what it yields (transforms, codecs). */
      readonly input?: TypeNode;
      /** zod's `optin`: whether it may be left out, and whether something is filled in then. */
      readonly optionalIn?: "optional" | "defaulted";
      /** zod's `optout`: whether it may be absent from what its object yields. */
      readonly optionalOut?: true;
    };
