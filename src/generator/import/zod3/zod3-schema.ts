/** A schema of zod 3 as far as an import reads it: by structure, so that any copy of zod 3 will do. */
export interface Zod3Schema {
  readonly _def: Zod3Def;
}

export interface Zod3Def {
  readonly typeName: string;
  readonly description?: string;
  readonly coerce?: boolean;
  readonly checks?: readonly Zod3Check[];
  readonly [field: string]: unknown;
}

export interface Zod3Check {
  readonly kind: string;
  readonly value?: unknown;
  readonly [field: string]: unknown;
}

export function asZod3(value: unknown): Zod3Schema | undefined {
  if (typeof value !== "object" || value === null || !("_def" in value)) return undefined;
  const def = value._def;
  return typeof def === "object" && def !== null && "typeName" in def && typeof def.typeName === "string"
    ? (value as Zod3Schema)
    : undefined;
}

/** An object's properties; zod 3 keeps them behind a function. */
export function shapeOfZod3(schema: Zod3Schema): readonly (readonly [name: string, schema: unknown])[] {
  const { shape } = schema._def;
  const value: unknown = typeof shape === "function" ? (shape as () => unknown)() : shape;
  return typeof value === "object" && value !== null ? Object.entries(value) : [];
}

/** The members of a union, in order; older versions keep those of a discriminated one in a Map. */
export function optionsOfZod3(schema: Zod3Schema): readonly unknown[] {
  const { options } = schema._def;
  if (Array.isArray(options)) return options as readonly unknown[];
  return options instanceof Map ? [...new Set<unknown>(options.values())] : [];
}
