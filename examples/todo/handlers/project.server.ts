import type { ServerHandler } from "../generated/server.gen.js";

/** Only the server knows every project, so only the server can say how many are too many. */
export const addProject: ServerHandler<"addProject"> = async (tx, { id, name }, context) => {
  const projects = await tx.project.where({ archived: false });
  if (projects.length >= 100)
    context.reject("too_many_projects", "There are 100 open projects; archive one first.");
  await tx.project.insert(id, { name, archived: false, todosCompleted: 0 });
};
