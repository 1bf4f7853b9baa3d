import { z } from "zod";
import type { SchemaDefinition } from "../../../src/schema/definition.js";

/** What zod itself would hold an operation's arguments to, made from the schema file by other means than the generator's. */
export function argumentSchema(definition: SchemaDefinition, name: string): z.ZodType {
  const operation = definition.operations[name];
  if (operation === undefined) throw new Error(`There is no operation ${name}`);
  if (operation.kind === "remove") return z.tuple([idOf(definition, operation.entity)]);
  const { args } = operation;
  const own = isNames(args)
    ? args.map((each) => field(definition, "entity" in operation ? operation.entity : "", each))
    : Object.values(args).map((schema) => schema as z.ZodType);
  const items = operation.kind === "custom" ? own : [idOf(definition, operation.entity), ...own];
  return z.tuple(items as [z.ZodType]);
}

const isNames = (args: unknown): args is readonly string[] => Array.isArray(args);

function entityOf(definition: SchemaDefinition, entity: string): z.ZodObject | { readonly fields: object } {
  return Reflect.get(definition.entities, entity) as z.ZodObject | { readonly fields: object };
}

function idOf(definition: SchemaDefinition, entity: string): z.ZodType {
  const declared = entityOf(definition, entity);
  return "fields" in declared ? z.string().min(1) : (declared.shape["id"] as z.ZodType);
}

const fillers = [z.ZodDefault, z.ZodPrefault, z.ZodCatch, z.ZodOptional];

/** An argument that a field's name stands for: the field's own schema, what is filled in left to the effect. */
function field(definition: SchemaDefinition, entity: string, reference: string): z.ZodType {
  const name = reference.replace(/\?$/, "");
  const declared = entityOf(definition, entity);
  const fields = "fields" in declared ? declared.fields : fieldsOf(declared);
  let schema = Reflect.get(fields, name) as z.ZodType;
  while (fillers.some((filler) => schema instanceof filler)) {
    schema = (schema as z.ZodOptional<z.ZodType>).unwrap();
  }
  return reference.endsWith("?") ? schema.optional() : schema;
}

function fieldsOf(entity: z.ZodObject): object {
  const data = entity.shape["data"];
  return data instanceof z.ZodObject ? data.shape : entity.shape;
}
