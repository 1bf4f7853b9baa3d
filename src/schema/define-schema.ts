import type { CheckedEntities } from "./checked-entities.js";
import type { CheckedOperation } from "./checked-operation.js";
import type { SchemaDefinition } from "./definition.js";
import type { FieldsByName } from "./fields-by-name.js";
import { expected, isNameList, isRecord, isZodSchema } from "./expectations.js";

/** What `defineSchema` takes. */
export interface SchemaOptions<Entities, Operations> {
  /**
   * Entities by name: `entity({…})`, or zod objects with `id: z.string()` and their name as literal `type`, flat or
   * enveloped. Or one `z.discriminatedUnion("type", […])` of such objects.
   */
  readonly entities: Entities;
  /** Operations by name. A JSDoc comment in front of one reaches the generated code, `@deprecated` too. */
  readonly operations: Operations;
  /** Names of operations that were there once. No new one may take them: an old client may still send the old one. */
  readonly reserved?: readonly string[];
}

/** `operations` with each that does not fit the entities replaced by the text that says why. */
type CheckedOperations<Operations, Members> = {
  readonly [Name in keyof Operations]: CheckedOperation<Members, Operations[Name]>;
} & object;

/**
 * Declares a schema: what `kalphite-gen` generates from. The schema file exports it as its default.
 *
 * An operation that does not fit the entities is a type error at the operation, whose last words say why.
 *
 * @example
 * ```ts
 * export default defineSchema({
 *   entities: {
 *     todo: entity({ title: z.string().min(1), done: z.boolean().default(false) }),
 *   },
 *   operations: {
 *     // Adds a todo to the list.
 *     addTodo: create("todo", { args: ["title"] }),
 *     completeTodo: update("todo", { set: { done: true } }),
 *     deleteTodo: remove("todo"),
 *   },
 * });
 * ```
 *
 * @throws TypeError where an entity is neither `entity(…)` nor a zod schema, an operation is none, or `reserved` no list.
 */
export function defineSchema<
  const Entities extends CheckedEntities<Entities>,
  const Operations extends CheckedOperations<Operations, FieldsByName<Entities>>,
>(schema: SchemaOptions<Entities, Operations>): SchemaDefinition {
  if (!isRecord(schema)) throw expected("defineSchema(): the schema", "an object", schema);
  const { entities, operations, reserved }: { readonly [Name in keyof typeof schema]?: unknown } = schema;
  if (!isZodSchema(entities)) expectEach(entities, isEntity, "entities", "entity({…}) or a zod object");
  expectEach(
    operations,
    isOperation,
    "operations",
    "create(…), update(…), upsert(…), remove(…) or custom(…)",
  );
  if (reserved !== undefined && !isNameList(reserved))
    throw expected("defineSchema(): reserved", "a list of names", reserved);
  return { kind: "kalphite-schema", entities, operations, ...(reserved && { reserved }) } as SchemaDefinition;
}

function expectEach(record: unknown, fits: (value: unknown) => boolean, place: string, shape: string): void {
  if (!isRecord(record)) throw expected(`defineSchema(): ${place}`, "an object", record);
  for (const [name, value] of Object.entries(record)) {
    if (!fits(value)) throw expected(`defineSchema(): ${place}.${name}`, shape, value);
  }
}

function isEntity(value: unknown): boolean {
  return isZodSchema(value) || (isRecord(value) && value["kind"] === "kalphite-entity");
}

const operationKinds: readonly unknown[] = ["create", "update", "upsert", "remove", "custom"];

function isOperation(value: unknown): boolean {
  return isRecord(value) && operationKinds.includes(value["kind"]);
}
