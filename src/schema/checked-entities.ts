import type { Entity } from "./entity.js";
import type { OutputOf, ShapeOf, ZodSchema } from "./zod-schema.js";

/**
 * `entities` with each that is none replaced by the text that says why. A union given whole stays as it is: its members
 * are the generator's to judge.
 */
export type CheckedEntities<Entities> = {
  readonly [Name in keyof Entities]: Entities extends ZodSchema
    ? Entities[Name]
    : CheckedEntity<Entities[Name], Name>;
} & object;

type CheckedEntity<Member, Name> = Member extends Entity
  ? Member
  : Member extends ZodSchema
    ? [ShapeOf<Member>] extends [never]
      ? `Entity '${Text<Name>}' must be entity({…}) or a zod object`
      : CheckedShape<ShapeOf<Member>, Name> extends infer Problem extends string
        ? [Problem] extends [never]
          ? Member
          : Problem
        : never
    : Entity | ZodSchema;

type CheckedShape<Shape, Name> = Shape extends { readonly id: infer Id; readonly type: infer Type }
  ? [OutputOf<Id>] extends [string]
    ? [OutputOf<Type>, Name] extends [Name, OutputOf<Type>]
      ? never
      : `Entity '${Text<Name>}' needs type: z.literal("${Text<Name>}")`
    : `Entity '${Text<Name>}' needs an id that is a string`
  : `Entity '${Text<Name>}' needs id: z.string() and type: z.literal("${Text<Name>}")`;

type Text<Name> = Extract<Name, string>;
