import type { Rule } from "./rule.js";

export const rulesOfEntities = [
  {
    id: "schema-shape",
    severity: "error",
    title: "The schema is not what defineSchema() returns",
    fix: "Write: export default defineSchema({ entities: { … }, operations: { … } });",
    why: "The generator reads the schema file's default export, and each operation in it must come from create(), update(), upsert(), remove() or custom().",
  },
  {
    id: "empty-schema",
    severity: "warning",
    title: "The schema declares nothing",
    fix: "Declare an entity with entity({ … }), and an operation that writes it.",
    why: "Without entities there is nothing to synchronise, and without operations clients can read but not write.",
  },
  {
    id: "entity-not-an-object",
    severity: "error",
    title: "An entity is not an object",
    fix: "Use entity({ … }), or a z.object with `id: z.string()` and `type: z.literal(…)`.",
    why: "Entities are stored, compared and merged by their fields, so each must be one object type.",
  },
  {
    id: "entity-without-type",
    severity: "error",
    title: "An entity has no literal type",
    fix: 'Add `type: z.literal("…")` with one text, or use entity({ … }), which adds it.',
    why: "The type tells clients and servers which entity they hold; it must be one text that is known ahead.",
  },
  {
    id: "entity-key-mismatch",
    severity: "error",
    title: "An entity stands under another name than its type",
    fix: "Give the key and the type literal the same text.",
    why: "Operations name entities by type. Two names for one entity would make `client.todo` and the wire disagree.",
  },
  {
    id: "duplicate-entity",
    severity: "error",
    title: "Two entities have the same type",
    fix: "Rename one of them, or leave one out.",
    why: "A type that stands for two shapes could not be validated, nor told apart by a client.",
  },
  {
    id: "id-not-a-string",
    severity: "error",
    title: "An entity's id is not a required string",
    fix: "Declare `id: z.string()`; keep a number as text.",
    why: "Ids are made by clients, are unique in a room across types, and travel as text (P18).",
  },
  {
    id: "reserved-field",
    severity: "warning",
    title: "A field has a name that the entity itself uses",
    fix: "Rename the field; the entity has that one already.",
    why: "A second `id` inside `data` is easily taken for the entity's own.",
  },
  {
    id: "entity-without-operations",
    severity: "note",
    title: "No operation writes an entity",
    fix: "Declare an operation for it, or leave the entity out.",
    why: "Such an entity can only be written by legacy clients (P31) and by the server's own code.",
  },
  {
    id: "deprecated-entity",
    severity: "warning",
    title: "An operation that is not deprecated writes a deprecated entity",
    fix: "Mark the operation @deprecated too, or take the mark off the entity.",
    why: "Callers of the operation would see no hint that what they write is going away.",
  },
] as const satisfies readonly Rule[];
