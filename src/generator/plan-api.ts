import { resolve } from "node:path";
import { resolveProjects, type ProjectOptions } from "./config/resolve-projects.js";
import { planProject } from "./pipeline.js";
import type { Plan } from "./plan/plan.js";

/** Which projects, as on the command line. Paths are relative to `cwd`; without any, the config or the defaults say. */
export interface ApiOptions extends ProjectOptions {
  /** Where configs are looked for, itself relative to the process's working folder, which is the default. */
  readonly cwd?: string;
}

/**
 * What `generate` would do, a plan for each project; writes nothing.
 * @throws GeneratorError where a config, a schema or a file cannot be read. What is wrong inside a schema is in
 * `diagnostics`.
 */
export async function plan(options: ApiOptions = {}): Promise<Plan[]> {
  const { projects } = await resolveProjects(resolve(options.cwd ?? ""), options);
  const plans: Plan[] = [];
  for (const project of projects) plans.push(await planProject(project));
  return plans;
}
