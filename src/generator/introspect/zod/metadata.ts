import type { Documented } from "../../../contract/contract.js";
import { isZodSchema, type ZodSchema } from "./zod-schema.js";

export interface ZodMetadata {
  readonly id?: string;
  readonly title?: string;
  readonly description?: string;
  readonly deprecated?: string | boolean;
}

/** Of a schema that nothing was registered for. */
export const noMetadata: ZodMetadata = {};

const undocumented: Documented = {};

interface Registry {
  get?(key: unknown): unknown;
  has?(key: unknown): boolean;
}

/** What `.meta()` and `.describe()` registered for the schema in zod's global registry. */
export function metadataOf(schema: ZodSchema): ZodMetadata {
  const registry = (globalThis as { __zod_globalRegistry?: Registry }).__zod_globalRegistry;
  const found =
    (registry && isRegistered(schema, registry) ? registry.get?.(schema) : undefined) ??
    (hasOwnRegistry(schema) ? ownMetadata(schema) : undefined);
  if (typeof found !== "object" || found === null) return noMetadata;
  const { id, title, description, deprecated } = found as { readonly [name: string]: unknown };
  return {
    ...(typeof id === "string" && { id }),
    ...(typeof title === "string" && { title }),
    ...(typeof description === "string" && { description }),
    ...((typeof deprecated === "string" || typeof deprecated === "boolean") && { deprecated }),
  };
}

/** Whether the registry has something to say of the schema, or of one that it was made from, whose metadata it has too. */
function isRegistered(schema: ZodSchema, registry: Registry): boolean {
  if (!registry.has) return true;
  let made: ZodSchema | undefined = schema;
  while (made && !registry.has(made)) made = made._zod.parent;
  return made !== undefined;
}

/** Before 4.2 each copy of zod keeps a registry to itself. */
function hasOwnRegistry({ _zod: { version } }: ZodSchema): boolean {
  return version === undefined || (version.major === 4 && version.minor < 2);
}

/** The schema's own method, which newer releases make for each schema that is asked. */
function ownMetadata(schema: ZodSchema): unknown {
  const { meta } = schema as { readonly meta?: unknown };
  return typeof meta === "function" ? meta.call(schema) : undefined;
}

/** The documentation of a property: its schema's own, or that of the schema it wraps (`.describe("…").optional()`). */
export function documentationOf(schema: ZodSchema): Documented {
  for (let current: unknown = schema; isZodSchema(current); current = current._zod.def["innerType"]) {
    const metadata = metadataOf(current);
    if (metadata === noMetadata) continue;
    const { description, deprecated } = metadata;
    if (description === undefined && (deprecated === undefined || deprecated === false)) continue;
    return {
      ...(description !== undefined && { doc: description }),
      ...(deprecated !== undefined && deprecated !== false && { deprecated }),
    };
  }
  return undocumented;
}
