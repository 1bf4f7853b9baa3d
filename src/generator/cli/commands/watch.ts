import { sep } from "node:path";
import { resolveProjects, type ResolvedProjects } from "../../config/resolve-projects.js";
import { GeneratorError } from "../../lint/diagnostic.js";
import { applyPlan, endSession, planProject } from "../../pipeline.js";
import type { Plan } from "../../plan/plan.js";
import { createPlanSession, type PlanSession } from "../../plan/plan-session.js";
import type { Command, CommandContext } from "../command.js";
import { displayPath } from "../display-path.js";
import { failureOf } from "../failure.js";
import { projectReport } from "../project-report.js";
import { renderFiles } from "../render-files.js";
import { addCounts, counted, noChanges, summaryLine } from "../summary.js";
import { countErrors, tellDiagnostics } from "../tell-diagnostics.js";
import { createChangeQueue } from "../watch/change-queue.js";
import { createFolderWatcher } from "../watch/folder-watcher.js";
import { watchedPaths, type WatchedPaths } from "../watch/watched-paths.js";

const quietMs = 20;

/** File times come from a clock that lags by a few milliseconds; less than `quietMs`, so that no change is told twice. */
const clockLagMs = 10;

interface Session {
  resolved: ResolvedProjects | undefined;
  /** The last plan of each project, by name. */
  readonly plans: Map<string, Plan>;
  /** What each project's next plan can use again, by name. */
  readonly sessions: Map<string, PlanSession>;
  hasFailed: boolean;
}

/** Generates, then again after every change of an input, until it is interrupted. Errors are told, and waited out. */
export const watch: Command = async (context) => {
  const session: Session = { resolved: undefined, plans: new Map(), sessions: new Map(), hasFailed: false };
  const queue = createChangeQueue(quietMs);
  let watched: WatchedPaths | undefined;
  const watcher = createFolderWatcher((path) => {
    if (watched?.concerns(path)) queue.add(path);
  });
  let isInterrupted = false;
  const forget = context.process.onInterrupt(() => {
    isInterrupted = true;
    queue.end();
  });
  const look = (sinceMs: number) => {
    watched = watchedPaths({
      cwd: context.process.cwd,
      resolved: session.resolved,
      plans: [...session.plans.values()],
      hasFailed: session.hasFailed,
    });
    watcher.watch(watched.folders, sinceMs);
  };
  try {
    let changed: ReadonlySet<string> = new Set();
    while (!isInterrupted) {
      const sinceMs = Date.now() - clockLagMs;
      const startedMs = performance.now();
      await rebuild(session, changed, watched, { ...context, startedMs });
      look(sinceMs);
      if (changed.size === 0) context.tell("Watching for changes; Ctrl+C ends it.\n");
      changed = await queue.next();
    }
    return { exitCode: session.hasFailed ? 1 : 0, projects: [] };
  } finally {
    forget();
    queue.end();
    watcher.close();
    endSessions(session);
  }
};

async function rebuild(
  session: Session,
  changed: ReadonlySet<string>,
  watched: WatchedPaths | undefined,
  context: CommandContext,
): Promise<void> {
  try {
    const paths = [...changed];
    if (session.resolved === undefined || paths.some((path) => watched?.isConfig(path) ?? true)) {
      const resolved = await resolveProjects(context.process.cwd, context.given);
      endSessions(session);
      session.resolved = resolved;
      session.plans.clear();
      session.sessions.clear();
    }
    const affected = session.hasFailed
      ? session.resolved.projects
      : session.resolved.projects.filter(({ name }) => isAffected(session.plans.get(name), paths, session));
    const plans: Plan[] = [];
    for (const project of affected) {
      const memory = session.sessions.get(project.name) ?? createPlanSession();
      session.sessions.set(project.name, memory);
      const plan = await planProject(project, { session: memory });
      session.plans.set(project.name, plan);
      plans.push(plan);
    }
    session.hasFailed = finish(plans, changed, context);
  } catch (error) {
    session.hasFailed = true;
    tellFailure(error, context);
  }
}

function endSessions({ resolved, sessions }: Session): void {
  for (const project of resolved?.projects ?? []) {
    const memory = sessions.get(project.name);
    if (memory) endSession(project, memory);
  }
}

/** What no project is known to read may be new, and may concern any of them. */
function isAffected(plan: Plan | undefined, changed: readonly string[], session: Session): boolean {
  if (plan === undefined) return true;
  const all = [...session.plans.values()];
  return changed.some((path) => reads(plan, path) || !all.some((other) => reads(other, path)));
}

function reads({ sources }: Plan, path: string): boolean {
  return (
    sources.inputs.some((input) => input.path === path) ||
    sources.folders.some((folder) => path.startsWith(`${folder}${sep}`))
  );
}

function finish(plans: readonly Plan[], changed: ReadonlySet<string>, context: CommandContext): boolean {
  const diagnostics = plans.flatMap((plan) => plan.diagnostics);
  tellDiagnostics(diagnostics, ["error", "warning"], context);
  const errors = countErrors(diagnostics);
  if (errors > 0) {
    context.warn(`${clock(context)} Nothing was written: ${counted(errors, "error")}.\n`);
    return true;
  }
  for (const plan of plans) applyPlan(plan);
  const reports = plans.map((plan) =>
    projectReport(plan, { cwd: context.process.cwd, written: true, isCheck: false }),
  );
  const isFirst = changed.size === 0;
  if (isFirst)
    for (const report of reports) context.tell(renderFiles(report, { paint: context.paint, limit: 20 }));
  const counts = reports.map((report) => report.counts).reduce(addCounts, noChanges);
  const cause = [...changed].map((path) => displayPath(context.process.cwd, path)).join(", ");
  const line = summaryLine(counts, performance.now() - context.startedMs);
  context.tell(`${clock(context)} ${line}${cause === "" ? "" : ` (${cause})`}\n`);
  return false;
}

function tellFailure(error: unknown, context: CommandContext): void {
  const failure = failureOf(error, context.process.env);
  tellDiagnostics(failure.diagnostics, ["error", "warning", "note"], context);
  if (!(error instanceof GeneratorError) && failure.advice !== undefined) context.warn(`${failure.advice}\n`);
  context.warn(`${clock(context)} ${context.paint("red", failure.message)}\n`);
}

function clock({ paint }: CommandContext): string {
  return paint("dim", new Date().toTimeString().slice(0, 8));
}
