/**
 * A zod 4 schema as this generator sees it: by structure, so that any copy of zod (or zod/mini) that the user's schema
 * was built with will do. Nothing here runs a check.
 */
export interface ZodSchema {
  readonly _zod: {
    readonly def: ZodDef;
    readonly traits: ReadonlySet<string>;
    readonly optin?: "optional" | "defaulted" | undefined;
    readonly optout?: "optional" | undefined;
    readonly values?: ReadonlySet<unknown> | undefined;
    readonly pattern?: RegExp | undefined;
    readonly propValues?: Readonly<Record<string, ReadonlySet<unknown>>> | undefined;
    readonly innerType?: unknown;
    /** What made the schema: the same function for all that one copy of zod makes of a kind. */
    readonly constr?: unknown;
    /** What a method such as `.min()` made the schema from. */
    readonly parent?: ZodSchema | undefined;
    /** Of zod. */
    readonly version?: { readonly major: number; readonly minor: number } | undefined;
  };
}

export interface ZodDef {
  readonly type: string;
  readonly checks?: readonly ZodCheck[] | undefined;
  readonly [field: string]: unknown;
}

export interface ZodCheck {
  readonly _zod: {
    readonly def: ZodCheckDef;
    readonly traits?: ReadonlySet<string>;
  };
}

export interface ZodCheckDef {
  readonly check: string;
  readonly abort?: boolean | undefined;
  readonly [field: string]: unknown;
}

export function isZodSchema(value: unknown): value is ZodSchema {
  const internals = internalsOf(value);
  return internals !== undefined && internals.traits instanceof Set && internals.traits.has("$ZodType");
}

/** A schema of zod 3, which has `_def.typeName` and no `_zod`. */
export function isZod3Schema(value: unknown): boolean {
  if (typeof value !== "object" || value === null || "_zod" in value || !("_def" in value)) return false;
  const def = value._def;
  return typeof def === "object" && def !== null && "typeName" in def;
}

function internalsOf(value: unknown): { readonly traits?: unknown } | undefined {
  if (typeof value !== "object" || value === null || !("_zod" in value)) return undefined;
  const internals = value._zod;
  return typeof internals === "object" && internals !== null ? internals : undefined;
}

/** The checks of a schema in the order in which zod runs them; a format such as `z.email()` is its own first check. */
export function checksOf(schema: ZodSchema): readonly ZodCheck[] {
  const checks = schema._zod.def.checks ?? [];
  return schema._zod.traits.has("$ZodCheck") ? [schema as unknown as ZodCheck, ...checks] : checks;
}

export function hasTrait(check: ZodCheck | ZodSchema, trait: string): boolean {
  return check._zod.traits?.has(trait) === true;
}
