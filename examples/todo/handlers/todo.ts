import type { MoveTodosMutator } from "../generated/entities/todo.gen.js";

/** Puts several todos into one project at once. */
export const moveTodos: MoveTodosMutator = (tx, { todoIds, projectId }) => {
  tx.project.require(projectId);
  for (const id of todoIds) tx.todo.update(id, { projectId });
};
