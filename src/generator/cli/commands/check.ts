import { diffText } from "../../output/diff-text.js";
import type { Command, CommandContext } from "../command.js";
import { planProjects } from "../plan-projects.js";
import { projectReport } from "../project-report.js";
import { recordPlans } from "../record-plans.js";
import { renderFiles } from "../render-files.js";
import type { ProjectReport } from "../report.js";
import { addCounts, counted, noChanges, summaryLine } from "../summary.js";
import { countErrors, tellDiagnostics } from "../tell-diagnostics.js";

/** Writes nothing; exits with 1 where a file is drifted, missing, incomplete or stale, a handler orphaned, or the schema wrong. */
export const check: Command = async (context) => {
  const { given, process, progress, warn } = context;
  const planned = await planProjects(context);
  progress.end();
  const diagnostics = planned.plans.flatMap((plan) => plan.diagnostics);
  tellDiagnostics(diagnostics, ["error", "warning"], context);
  const diff = (before: string, after: string) =>
    diffText(before, after, given.diff ? { maxLines: Infinity } : { context: 1, maxLines: 12 });
  const projects = planned.plans.map((plan) =>
    projectReport(plan, { cwd: process.cwd, written: false, isCheck: true, diff, isDiffOfWhole: given.diff }),
  );
  const errors = countErrors(diagnostics);
  if (errors > 0) {
    warn(`The files were not checked: ${counted(errors, "error")}.\n`);
    return { exitCode: 1, projects };
  }
  const isFresh = tellFindings(projects, context);
  const isManifestFresh = planned.plans.every(({ manifest }) => !manifest || manifest.action === "unchanged");
  if (isFresh && isManifestFresh) {
    for (const plan of planned.plans) plan.remember();
    recordPlans(planned, context);
  }
  return { exitCode: isFresh ? 0 : 1, projects };
};

function tellFindings(projects: readonly ProjectReport[], context: CommandContext): boolean {
  const { paint, warn, tell, startedMs } = context;
  for (const project of projects) {
    const text = renderFiles(project, { paint, limit: Infinity });
    if (projects.length > 1 && text !== "") warn(`${paint("bold", project.name)}\n`);
    warn(text);
  }
  const counts = projects.map((project) => project.counts).reduce(addCounts, noChanges);
  const differing = counts.created + counts.updated + counts.appended + counts.deleted;
  const orphans = projects.reduce((sum, project) => sum + project.orphans.length, 0);
  if (differing > 0)
    warn(`${counted(differing, "file")} not as the schema asks for: run \`kalphite-gen generate\`.\n`);
  if (orphans > 0) warn(`${counted(orphans, "orphaned handler")}: run \`kalphite-gen prune\`.\n`);
  const isFresh = differing + orphans === 0;
  if (isFresh) tell(`${summaryLine(counts, Date.now() - startedMs)}\n`);
  return isFresh;
}
