/** The schema that `init` begins a project with. */
export const starterSchema = `import { z } from "zod";
import { create, custom, defineSchema, entity, remove, update } from "kalphite-gen/schema";

/**
 * Everything that the app keeps in sync, and everything that may happen to it.
 * After a change run \`npx kalphite-gen\`: generated/ follows this file.
 */
export default defineSchema({
  entities: {
    todo: entity({
      title: z.string().min(1).max(200),
      status: z.enum(["pending", "completed"]).default("pending"),
      projectId: z.string().optional(),
    }),
    project: entity({ name: z.string().min(1) }),
  },

  // Each operation becomes a typed call, \`client.mutate.addTodo(id, "Buy milk")\`, that shows its effect at once
  // and is confirmed or refused by the server. The id of the entity is the first argument.
  operations: {
    /** Adds a todo to the list. */
    addTodo: create("todo", { args: ["title", "projectId?"] }),
    renameTodo: update("todo", { args: ["title"] }),
    completeTodo: update("todo", { set: { status: "completed" } }),
    deleteTodo: remove("todo"),

    addProject: create("project", { args: ["name"] }),

    // What no declared effect can say is yours to write: generating adds a stub to handlers/project.ts.
    /** Deletes a project and all of its todos. */
    deleteProject: custom({ args: { projectId: z.string() }, touches: ["project", "todo"] }),
  },
});
`;

/** A config that names the schema and shows the rest. */
export function starterConfig(settings: {
  readonly schema: string;
  readonly out?: string;
  readonly handlers?: string;
}): string {
  const line = (name: "out" | "handlers", value: string | undefined, otherwise: string) =>
    value === undefined
      ? `  // ${name}: "${otherwise}", // the default: beside the schema`
      : `  ${name}: ${JSON.stringify(value)},`;
  const folder = settings.schema.includes("/")
    ? settings.schema.slice(0, settings.schema.lastIndexOf("/") + 1)
    : "";
  return `import { defineConfig } from "kalphite-gen";

export default defineConfig({
  schema: ${JSON.stringify(settings.schema)},
${line("out", settings.out, `${folder}generated`)}
${line("handlers", settings.handlers, `${folder}handlers`)}
});
`;
}
