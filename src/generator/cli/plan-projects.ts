import { resolveProjects, type ResolvedProjects } from "../config/resolve-projects.js";
import type { Project } from "../config/project.js";
import { planProject, type Phase } from "../pipeline.js";
import type { Plan } from "../plan/plan.js";
import type { CommandContext } from "./command.js";
import { displayPath } from "./display-path.js";

export interface PlannedProjects {
  readonly resolved: ResolvedProjects;
  readonly plans: readonly Plan[];
}

/** Plans every project that the arguments name. @throws GeneratorError */
export async function planProjects(context: CommandContext): Promise<PlannedProjects> {
  const resolved = await resolveProjects(context.process.cwd, context.given);
  const plans: Plan[] = [];
  for (const project of resolved.projects)
    plans.push(await planProject(project, { onPhase: (phase) => tellPhase(project, phase, context) }));
  return { resolved, plans };
}

const phaseTexts: { readonly [Name in Phase]: string } = {
  load: "Loading",
  introspect: "Reading",
  plan: "Generating from",
  format: "Formatting the code of",
  write: "Writing the code of",
};

/** Shows on the progress line what is being done. */
export function tellPhase(project: Project, phase: Phase, { progress, process }: CommandContext): void {
  progress.step(`${phaseTexts[phase]} ${displayPath(process.cwd, project.schema)}`);
}
