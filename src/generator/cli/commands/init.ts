import type { Command } from "../command.js";
import { applyInit } from "../init/apply-init.js";
import { planInit } from "../init/plan-init.js";
import { renderInit } from "../init/render-init.js";

/** Sets up a project, or with `--dry-run` says how. */
export const init: Command = async (context) => {
  const { given, process, paint, tell } = context;
  const plan = await planInit(process.cwd, given);
  if (!given.dryRun) applyInit(plan);
  const { steps, next } = plan;
  tell(renderInit({ steps, next }, paint));
  if (given.dryRun) tell("\n(dry run: nothing was written)\n");
  return { exitCode: 0, projects: [], init: { steps, next } };
};
