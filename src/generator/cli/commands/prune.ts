import { pruneHandlers } from "../../handlers/prune-handlers.js";
import { scanHandlers } from "../../handlers/scan-handlers.js";
import { applyChanges } from "../../output/apply-changes.js";
import { diffText } from "../../output/diff-text.js";
import type { Plan } from "../../plan/plan.js";
import type { Command } from "../command.js";
import { planProjects } from "../plan-projects.js";
import { projectReport } from "../project-report.js";
import { renderFiles } from "../render-files.js";
import { addCounts, counted, noChanges, summaryLine } from "../summary.js";
import { tellDiagnostics } from "../tell-diagnostics.js";

/** Removes handlers whose operation is gone, and touches nothing else. Exits with 1 where some had to stay. */
export const prune: Command = async (context) => {
  const { given, process, progress, paint, tell, warn } = context;
  const { plans } = await planProjects(context);
  const errors = plans.flatMap((plan) => plan.diagnostics).filter(({ severity }) => severity === "error");
  const prunings = errors.length > 0 ? plans.map(nothingPruned) : await Promise.all(plans.map(pruned));
  const isWriting = errors.length === 0 && !given.dryRun;
  if (isWriting) applyChanges(prunings.flatMap(({ changes }) => changes));
  progress.end();
  const diagnostics = prunings.flatMap((pruning) => pruning.diagnostics);
  tellDiagnostics(diagnostics, ["error", "warning"], context, textsBefore(prunings));
  const diff = (before: string, after: string) => diffText(before, after, { maxLines: Infinity });
  const view = { cwd: process.cwd, written: isWriting, isCheck: false, ...(given.diff && { diff }) };
  const projects = prunings.map((pruning) => projectReport(pruning, view));
  if (errors.length > 0) {
    warn(`Nothing was removed: ${counted(errors.length, "error")}.\n`);
    return { exitCode: 1, projects };
  }
  for (const project of projects) tell(renderFiles(project, { paint, limit: Infinity }));
  const line = summaryLine(
    projects.map((project) => project.counts).reduce(addCounts, noChanges),
    Date.now() - context.startedMs,
  );
  tell(given.dryRun ? `${line} (dry run: nothing was written)\n` : `${line}\n`);
  const isClean = given.dryRun || prunings.every((pruning) => pruning.orphans.length === 0);
  return { exitCode: isClean ? 0 : 1, projects };
};

/** The plan as the pruning leaves it: its changes alone, and the orphans that stay. */
async function pruned(plan: Plan): Promise<Plan> {
  if (plan.orphans.length === 0) return { ...plan, changes: [], diagnostics: [] };
  const scan = await scanHandlers(plan.project.handlers);
  const pruning = await pruneHandlers(scan, plan.orphans);
  const orphans = plan.orphans.filter((orphan) => !pruning.pruned.includes(orphan));
  return { ...plan, changes: pruning.changes, orphans, diagnostics: pruning.diagnostics };
}

function nothingPruned(plan: Plan): Plan {
  return { ...plan, changes: [] };
}

/** What the places of the findings are about, though the files may be rewritten by now. */
function textsBefore(prunings: readonly Plan[]): ReadonlyMap<string, string> {
  const changes = prunings.flatMap((pruning) => pruning.changes);
  return new Map(changes.map(({ path, before }) => [path, before ?? ""]));
}
