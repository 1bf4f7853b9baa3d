import { z } from "zod";
import {
  append,
  arg,
  create,
  custom,
  defineSchema,
  entity,
  increment,
  now,
  remove,
  unset,
  update,
  upsert,
  user,
  without,
} from "kalphite-gen/schema";

export default defineSchema({
  entities: {
    /** Something to be done. */
    todo: entity({
      title: z.string().min(1).max(200),
      status: z.enum(["pending", "completed"]).default("pending"),
      /** When it was completed, in milliseconds since the epoch. */
      completedAt: z.number().int().optional(),
      projectId: z.string().optional(),
      assigneeId: z.string().optional(),
      tagIds: z.array(z.string()).max(20).default([]),
      priority: z.number().int().min(0).max(3).default(0),
    }),
    /** A list of todos that belong together. */
    project: entity({
      name: z.string().min(1).max(100),
      archived: z.boolean().default(false),
      todosCompleted: z.number().int().default(0),
    }),
    /** A label that todos carry. */
    tag: entity({
      name: z.string().min(1).max(40),
      color: z
        .string()
        .regex(/^#[0-9a-f]{6}$/)
        .default("#808080"),
    }),
    user: entity({
      name: z.string().min(1),
      email: z.email().optional(),
    }),
    comment: entity({
      todoId: z.string(),
      authorId: z.string(),
      text: z.string().min(1).max(2000),
      editedAt: z.iso.datetime().optional(),
    }),
  },
  operations: {
    /** Adds a todo to the list. */
    addTodo: create("todo", { args: ["title", "projectId?"] }),
    completeTodo: update("todo", { set: { status: "completed", completedAt: now() } }),
    /** Reopens a completed todo. */
    reopenTodo: update("todo", { set: { status: "pending", completedAt: unset() } }),
    /** Changes what is to be done. */
    updateTitle: update("todo", { args: ["title"] }),
    moveTodo: update("todo", { args: ["projectId"] }),
    assignTodo: update("todo", { args: ["assigneeId"] }),
    setPriority: update("todo", { args: ["priority"] }),
    tagTodo: update("todo", {
      args: { tagId: z.string().min(1) },
      set: { tagIds: append(arg("tagId")) },
    }),
    untagTodo: update("todo", {
      args: { tagId: z.string().min(1) },
      set: { tagIds: without(arg("tagId")) },
    }),
    /** Deletes one todo; its comments stay until the todo's project is archived. */
    deleteTodo: remove("todo"),

    addProject: create("project", { args: ["name"] }),
    renameProject: update("project", { args: ["name"] }),
    countCompleted: update("project", {
      args: { by: z.number().int() },
      set: { todosCompleted: increment(arg("by")) },
    }),

    addTag: create("tag", { args: ["name", "color?"] }),
    deleteTag: remove("tag"),

    saveUser: upsert("user", { args: ["name", "email?"] }),

    addComment: create("comment", { args: ["todoId", "text"], set: { authorId: user() } }),
    editComment: update("comment", { args: ["text"], set: { editedAt: now() } }),
    deleteComment: remove("comment"),

    /** Completes every todo of a project and counts them there. */
    finishProject: custom({ args: { projectId: z.string() }, touches: ["project", "todo"] }),
    /** Archives a project and deletes its todos that were completed before a time. */
    archiveProject: custom({
      args: { projectId: z.string(), before: z.number() },
      touches: ["project", "todo", "comment"],
    }),
    /**
     * Puts several todos into one project at once.
     * @deprecated Use moveTodo for each.
     */
    moveTodos: custom({
      args: { todoIds: z.array(z.string()).min(1).max(100), projectId: z.string() },
      touches: ["todo"],
    }),
  },
});
