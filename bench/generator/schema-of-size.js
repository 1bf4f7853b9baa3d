/**
 * A schema file as an application might write it: entities of eight fields, each with the same few operations.
 * @param {number} entities how many entities
 * @param {number} operationsEach operations an entity, 1 to 5
 * @param {string} [changed] the name of the last entity's first operation, to tell one schema from the next
 * @returns {string} TypeScript
 */
export function schemaOfSize(entities, operationsEach, changed = "renameLast") {
  const lines = [
    'import { z } from "zod";',
    'import { append, arg, create, defineSchema, entity, remove, update } from "kalphite-gen/schema";',
    "",
    "export default defineSchema({",
    "  entities: {",
  ];
  for (let index = 0; index < entities; index++) {
    lines.push(
      `    /** Number ${index} of the things that this application keeps. */`,
      `    thing${index}: entity({`,
      "      title: z.string().min(1).max(200),",
      '      status: z.enum(["pending", "active", "completed"]).default("pending"),',
      "      ownerId: z.string().optional(),",
      "      priority: z.number().int().min(0).max(9).default(0),",
      "      tags: z.array(z.string().max(40)).max(20).default([]),",
      "      address: z.object({ street: z.string(), city: z.string(), zip: z.string().optional() }).optional(),",
      "      email: z.email().nullable().default(null),",
      "      done: z.boolean().default(false),",
      "    }),",
    );
  }
  lines.push("  },", "  operations: {");
  for (let index = 0; index < entities; index++) {
    const rename = index === entities - 1 ? changed : `renameThing${index}`;
    const operations = [
      `    /** Adds a thing of kind ${index}. */\n    addThing${index}: create("thing${index}", { args: ["title", "ownerId?"] }),`,
      `    ${rename}: update("thing${index}", { args: ["title"] }),`,
      `    completeThing${index}: update("thing${index}", { set: { status: "completed", done: true } }),`,
      `    /** Takes it away for good. */\n    removeThing${index}: remove("thing${index}"),`,
      `    tagThing${index}: update("thing${index}", { args: { tag: z.string() }, set: { tags: append(arg("tag")) } }),`,
    ];
    lines.push(...operations.slice(0, operationsEach));
  }
  lines.push("  },", "});", "");
  return lines.join("\n");
}
