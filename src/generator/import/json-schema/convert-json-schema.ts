import { isRecord } from "../../config/config-problem.js";
import { GeneratorError } from "../../lint/diagnostic.js";
import { ConversionNotes, type ConvertedEntities } from "../conversion.js";
import { JsonSchemaConverter } from "./json-schema-code.js";
import type { JsonSchema } from "./standard-json-schema.js";

/**
 * A JSON Schema that is a choice of objects with a constant `type` → the same entities in zod 4.
 * @throws GeneratorError where a member is none
 */
export function convertJsonSchema(schema: JsonSchema, name: string): ConvertedEntities {
  const notes = new ConversionNotes();
  const converter = new JsonSchemaConverter(schema, notes);
  const entities = membersOf(schema, converter).map((member) => {
    const type = typeOf(member, converter);
    if (type === undefined)
      throw new GeneratorError(
        `A member of ${name} is not an object whose "type" is one constant text, so it is no entity.`,
      );
    return { type, schema: converter.convert(member, [type]) };
  });
  return { entities, differences: notes.differences, hand: notes.hand };
}

function membersOf(schema: JsonSchema, converter: JsonSchemaConverter): JsonSchema[] {
  const resolved = converter.resolve(schema);
  if (!isRecord(resolved)) return [schema];
  const options = resolved["oneOf"] ?? resolved["anyOf"];
  return Array.isArray(options)
    ? (options as JsonSchema[]).flatMap((option) => membersOf(option, converter))
    : [resolved];
}

function typeOf(member: JsonSchema, converter: JsonSchemaConverter): string | undefined {
  const properties = isRecord(member) ? member["properties"] : undefined;
  if (!isRecord(properties) || properties["type"] === undefined) return undefined;
  const type = converter.resolve(properties["type"] as JsonSchema);
  if (!isRecord(type)) return undefined;
  const values = Array.isArray(type["enum"]) ? (type["enum"] as readonly unknown[]) : [type["const"]];
  return values.length === 1 && typeof values[0] === "string" ? values[0] : undefined;
}
