import { randomUUID } from "node:crypto";
import type { Project } from "../../todo/generated/entities/project.gen.js";
import { CommandError } from "./command-error.js";
import { findByReference, labelOf } from "./find-by-reference.js";
import { describeReach } from "./reach.js";
import { renderProjects } from "./render.js";
import type { CommandContext } from "./run-command.js";
import { tellReach } from "./tell-reach.js";
import { visible } from "./visible.js";

export async function listProjects(context: CommandContext): Promise<void> {
  const reach = await context.sync();
  const { session, options } = context;
  if (options.json) {
    const rows = session.projects().map((project) => ({
      id: project.id,
      ...project.data,
      unconfirmed: session.isPending(project),
    }));
    return console.log(JSON.stringify(rows));
  }
  console.log(renderProjects(session));
  if (reach.kind !== "synced") console.error(describeReach(reach));
}

export async function addProject(
  context: CommandContext,
  name: string,
  id: string = randomUUID(),
): Promise<void> {
  context.session.changes.addProject(id, name);
  await tellReach(context, [{ id, text: `added    project ${name}` }], { id });
}

export async function renameProject(context: CommandContext, reference: string, name: string): Promise<void> {
  const project = await projectFor(context, reference);
  context.session.changes.renameProject(project.id, name);
  await tellReach(context, [{ id: project.id, text: `renamed  project ${labelOf(project)} → ${name}` }], {
    id: project.id,
  });
}

/** Completes all of its todos at once. */
export async function finishProject(context: CommandContext, reference: string): Promise<void> {
  const project = await projectFor(context, reference);
  context.session.changes.finishProject(project.id);
  await tellReach(context, [{ id: project.id, text: `finished project ${labelOf(project)}` }], {
    id: project.id,
  });
}

/** Puts it away, its completed todos with it. */
export async function archiveProject(context: CommandContext, reference: string): Promise<void> {
  const project = await projectFor(context, reference);
  context.session.changes.archiveProject(project.id, Date.now());
  await tellReach(context, [{ id: project.id, text: `archived project ${labelOf(project)}` }], {
    id: project.id,
  });
}

/** @throws CommandError where there is none, here or on the server */
export async function projectFor(context: CommandContext, reference: string): Promise<Project> {
  const find = (): Project | undefined => findByReference(context.session.projects(), reference);
  const known = find();
  if (known !== undefined) return known;
  const reach = await context.sync();
  if (reach.kind !== "synced") console.error(describeReach(reach));
  const found = find();
  if (found !== undefined) return found;
  const name = visible(reference);
  throw new CommandError(`There is no project "${name}": todo project add "${name}" makes one`);
}
