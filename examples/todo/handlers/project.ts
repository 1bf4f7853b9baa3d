import type { ArchiveProjectMutator, FinishProjectMutator } from "../generated/entities/project.gen.js";

/** Completes every todo of a project and counts them there. */
export const finishProject: FinishProjectMutator = (tx, { projectId }, context) => {
  const project = tx.project.require(projectId);
  const open = tx.todo.where({ projectId, status: "pending" });
  for (const todo of open) tx.todo.update(todo.id, { status: "completed", completedAt: context.now });
  tx.project.update(projectId, { todosCompleted: project.data.todosCompleted + open.length });
};

/** Archives a project and deletes its todos that were completed before a time. */
export const archiveProject: ArchiveProjectMutator = (tx, { projectId, before }, context) => {
  if (tx.project.require(projectId).data.archived) {
    context.reject("already_archived", "This project is archived already.");
  }
  tx.project.update(projectId, { archived: true });
  const old = tx.todo.where(
    (todo) => todo.data.projectId === projectId && (todo.data.completedAt ?? Infinity) < before,
  );
  for (const todo of old) {
    for (const comment of tx.comment.where({ todoId: todo.id })) tx.comment.delete(comment.id);
    tx.todo.delete(todo.id);
  }
};
