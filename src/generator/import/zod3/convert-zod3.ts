import { ConversionNotes, type ConvertedEntities } from "../conversion.js";
import { GeneratorError } from "../../lint/diagnostic.js";
import { asZod3, optionsOfZod3, shapeOfZod3, type Zod3Schema } from "./zod3-schema.js";
import { zod3Code } from "./zod3-code.js";

/**
 * A discriminated union of zod 3 → the same entities in zod 4.
 * @throws GeneratorError where a member is no object with a literal `type`
 */
export function convertZod3(schema: Zod3Schema, name: string): ConvertedEntities {
  const notes = new ConversionNotes();
  const entities = membersOf(schema, name).map((member) => {
    const type = typeOf(member);
    if (type === undefined)
      throw new GeneratorError(
        `A member of ${name} is not an object with \`type: z.literal("…")\`, so it is no entity.`,
      );
    return { type, schema: zod3Code(member, [type], notes) };
  });
  return { entities, differences: notes.differences, hand: notes.hand };
}

function membersOf(schema: Zod3Schema, name: string): Zod3Schema[] {
  const { typeName } = schema._def;
  if (typeName === "ZodObject") return [schema];
  if (typeName === "ZodDiscriminatedUnion" || typeName === "ZodUnion")
    return optionsOfZod3(schema).flatMap((option) => {
      const member = asZod3(option);
      return member ? membersOf(member, name) : [];
    });
  throw new GeneratorError(
    `${name} is a ${typeName} of zod 3. An EntitySchema is a z.discriminatedUnion("type", […]) of objects.`,
  );
}

function typeOf(member: Zod3Schema): string | undefined {
  const type = asZod3(shapeOfZod3(member).find(([name]) => name === "type")?.[1]);
  const value = type?._def.typeName === "ZodLiteral" ? type._def["value"] : undefined;
  return typeof value === "string" ? value : undefined;
}
