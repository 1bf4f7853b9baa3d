/** One thing that is wrong with a value: zod's code and path, and an English message. */
export interface Issue {
  readonly code: string;
  readonly path: readonly (string | number)[];
  readonly message: string;
}

export type ValidationResult<Value> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly issues: readonly Issue[] };

/**
 * A compiled contract validator. It accepts what the schema's zod type accepts and yields the value that zod yields.
 * Also a Standard Schema v1 (`~standard`).
 */
export interface Validator<Value, Input = Value> {
  /** Whether zod would accept the value. Allocates nothing for valid input, but for the keys of records and the
   * sides of intersections. */
  readonly is: (value: unknown) => boolean;
  /** The issues, none where the value is valid. */
  readonly issues: (value: unknown) => readonly Issue[];
  /** The value as zod yields it (unknown keys handled, defaults applied), or the issues. Never throws for bad input. */
  readonly parse: (value: unknown) => ValidationResult<Value>;
  readonly "~standard": StandardProps<Value, Input>;
}

/** Standard Schema v1 (https://standardschema.dev), written out so that no package is needed. */
export interface StandardProps<Value, Input> {
  readonly version: 1;
  readonly vendor: "kalphite-gen";
  readonly validate: (
    value: unknown,
  ) => { readonly value: Value; readonly issues?: undefined } | { readonly issues: readonly Issue[] };
  readonly types?: { readonly input: Input; readonly output: Value } | undefined;
}
