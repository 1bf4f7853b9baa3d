import { diffText } from "../../output/diff-text.js";
import { applyPlan } from "../../pipeline.js";
import type { Plan } from "../../plan/plan.js";
import type { Command, CommandContext } from "../command.js";
import { planProjects, tellPhase, type PlannedProjects } from "../plan-projects.js";
import { projectReport } from "../project-report.js";
import { recordPlans } from "../record-plans.js";
import { renderFiles } from "../render-files.js";
import type { ProjectReport } from "../report.js";
import { addCounts, counted, noChanges, summaryLine } from "../summary.js";
import { countErrors, tellDiagnostics } from "../tell-diagnostics.js";

/** Writes what the schemas ask for, all or nothing; with `--dry-run` only says it. Exits with 1 after lint errors. */
export const generate: Command = async (context) => {
  const planned = await planProjects(context);
  const { plans } = planned;
  const diagnostics = plans.flatMap((plan) => plan.diagnostics);
  const errors = countErrors(diagnostics);
  const isWriting = errors === 0 && !context.given.dryRun;
  if (isWriting) write(planned, context);
  context.progress.end();
  tellDiagnostics(diagnostics, ["error", "warning"], context);
  const projects = plans.map((plan) => reportOf(plan, isWriting, context));
  if (errors > 0) {
    context.warn(`Nothing was written: ${counted(errors, "error")}.\n`);
    return { exitCode: 1, projects };
  }
  tellFiles(projects, context);
  return { exitCode: 0, projects };
};

function write(planned: PlannedProjects, context: CommandContext): void {
  for (const plan of planned.plans) {
    tellPhase(plan.project, "write", context);
    applyPlan(plan);
  }
  recordPlans(planned, context);
}

function reportOf(plan: Plan, written: boolean, { given, process }: CommandContext): ProjectReport {
  const diff = (before: string, after: string) => diffText(before, after, { maxLines: Infinity });
  return projectReport(plan, { cwd: process.cwd, written, isCheck: false, ...(given.diff && { diff }) });
}

/** Names the files that changed, of many only some, and sums up. */
export function tellFiles(projects: readonly ProjectReport[], context: CommandContext): void {
  const { given, paint, tell } = context;
  for (const project of projects) {
    const text = renderFiles(project, { paint, limit: given.diff ? Infinity : 20 });
    if (projects.length > 1 && text !== "") tell(`${paint("bold", project.name)}\n`);
    tell(text);
  }
  const orphans = projects.reduce((sum, project) => sum + project.orphans.length, 0);
  if (orphans > 0) tell(`${counted(orphans, "orphaned handler")}: \`kalphite-gen prune\` removes them.\n`);
  const counts = projects.map((project) => project.counts).reduce(addCounts, noChanges);
  const line = summaryLine(counts, Date.now() - context.startedMs);
  tell(given.dryRun ? `${line} (dry run: nothing was written)\n` : `${line}\n`);
}
