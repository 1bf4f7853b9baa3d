import { recordRun } from "../output/record-run.js";
import type { CommandContext } from "./command.js";
import { isRecordable, runKey } from "./fresh-answer.js";
import type { PlannedProjects } from "./plan-projects.js";

/**
 * Remembers a run after which everything is fresh, so that the same one is answered at once the next time. To be
 * called with plans whose changes are on disk, or that have none.
 */
export function recordPlans({ resolved, plans }: PlannedProjects, context: CommandContext): void {
  if (!isRecordable(context.given)) return;
  if (plans.some((plan) => plan.orphans.length > 0)) return;
  recordRun({
    key: runKey(context.given, context.process),
    startedMs: context.startedMs,
    summaries: plans.map((plan) => ({
      project: plan.project.name,
      files: plan.sources.outputs.length - (plan.manifest ? 1 : 0),
      warnings: plan.diagnostics.filter(({ severity }) => severity === "warning").length,
    })),
    inputs: [...resolved.inputs.map((path) => ({ path })), ...plans.flatMap((plan) => plan.sources.inputs)],
    outputs: plans.flatMap((plan) => plan.sources.outputs),
    folders: [...new Set(plans.flatMap((plan) => plan.sources.folders))],
  });
}
