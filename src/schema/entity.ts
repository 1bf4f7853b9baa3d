import { notZodRecord } from "./expectations.js";
import type { ZodFields } from "./zod-schema.js";

/** What `entity` returns: an `EntityDefinition` that remembers its fields. */
export interface Entity<Fields extends ZodFields = ZodFields> {
  readonly kind: "kalphite-entity";
  readonly fields: Fields;
}

/**
 * Declares an entity by its fields. On the wire and in the store it is Kalphite's envelope around them,
 * `{ id, type, data: fields, updatedAt, createdAt }`: its key in `entities` is its `type`, and the server stamps the times.
 *
 * @example
 * ```ts
 * todo: entity({
 *   title: z.string().min(1).max(200),
 *   status: z.enum(["pending", "completed"]).default("pending"),
 *   projectId: z.string().optional(),
 * }),
 * ```
 *
 * @param fields zod schemas by field name.
 * @throws TypeError where `fields` is not an object of zod 4 schemas.
 */
export function entity<Fields extends ZodFields>(fields: Fields): Entity<Fields> {
  const problem = notZodRecord(fields, "entity(): fields");
  if (problem) throw problem;
  return { kind: "kalphite-entity", fields };
}
