import type { SchemaPath } from "../../contract/finding.js";
import type { EntityDefinition, SchemaDefinition } from "../../schema/definition.js";
import { isZod3Schema, isZodSchema, type ZodSchema } from "./zod/zod-schema.js";

/** One entity as the schema file gives it, before its type is known. */
export type EntitySource =
  | {
      readonly kind: "fields";
      readonly key: string;
      readonly path: SchemaPath;
      readonly fields: { readonly [name: string]: ZodSchema };
    }
  | {
      readonly kind: "zod";
      readonly key: string | undefined;
      readonly path: SchemaPath;
      readonly schema: ZodSchema;
    }
  /** A check on a union as a whole, which no member would run. */
  | {
      readonly kind: "union_check" | "zod3" | "invalid";
      readonly key: string | undefined;
      readonly path: SchemaPath;
    };

/** The entities, in order: those of a record by key, or the members of a discriminated union given whole, nested ones too. */
export function entitySources(entities: SchemaDefinition["entities"]): EntitySource[] {
  if (isZodSchema(entities)) return unionMembers(entities, ["entities"], undefined);
  if (isZod3Schema(entities)) return [{ kind: "zod3", key: undefined, path: ["entities"] }];
  if (typeof entities !== "object" || entities === null)
    return [{ kind: "invalid", key: undefined, path: ["entities"] }];
  return Object.entries(entities).flatMap(([key, value]): EntitySource[] => {
    const path = ["entities", key];
    if (isEntityDefinition(value)) {
      const fields = value.fields as { readonly [name: string]: unknown } as {
        readonly [name: string]: ZodSchema;
      };
      return [{ kind: "fields", key, path, fields }];
    }
    if (isZodSchema(value)) return unionMembers(value, path, key);
    return [{ kind: isZod3Schema(value) ? "zod3" : "invalid", key, path }];
  });
}

function unionMembers(schema: ZodSchema, path: SchemaPath, key: string | undefined): EntitySource[] {
  const { def } = schema._zod;
  if (def.type !== "union" || key !== undefined || !Array.isArray(def["options"]))
    return [{ kind: "zod", key, path, schema }];
  const members = (def["options"] as readonly unknown[]).flatMap((option, index): EntitySource[] => {
    const place = [...path, "options", index];
    return isZodSchema(option) ? unionMembers(option, place, key) : [{ kind: "invalid", key, path: place }];
  });
  return def.checks?.length ? [{ kind: "union_check", key, path }, ...members] : members;
}

function isEntityDefinition(value: unknown): value is EntityDefinition {
  return typeof value === "object" && value !== null && "kind" in value && value.kind === "kalphite-entity";
}
