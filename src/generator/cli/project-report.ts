import type { Project } from "../config/project.js";
import type { Diagnostic } from "../lint/diagnostic.js";
import type { FileChange, Plan } from "../plan/plan.js";
import { displayPath } from "./display-path.js";
import type { DiagnosticReport, FileReport, ProjectReport } from "./report.js";
import { noChanges, type ChangeCounts } from "./summary.js";

/** How a text changed, for people; empty where it did not. */
export type Diff = (before: string, after: string) => string;

export interface PlanView {
  readonly cwd: string;
  readonly written: boolean;
  /** Says of each file that it is not as it should be, instead of what is done about it. */
  readonly isCheck: boolean;
  /** Absent: no diffs. */
  readonly diff?: Diff;
  /** Also of files that come or go whole. */
  readonly isDiffOfWhole?: boolean;
}

/** A plan, as reports show it. */
export function projectReport(plan: Plan, view: PlanView): ProjectReport {
  const { cwd } = view;
  return {
    ...projectPlaces(plan.project, cwd),
    fingerprint: plan.contract.fingerprint,
    written: view.written,
    counts: countChanges(plan.changes),
    files: plan.changes.map((change) => fileReport(change, view)),
    orphans: plan.orphans.map((orphan) => ({ ...orphan, file: displayPath(cwd, orphan.file) })),
    diagnostics: plan.diagnostics.map((diagnostic) => diagnosticReport(diagnostic, cwd)),
  };
}

/** A project of which no plan was made. */
export function emptyProjectReport(project: Project, cwd: string): ProjectReport {
  const nothing = { written: false, counts: noChanges, files: [], orphans: [], diagnostics: [] };
  return { ...projectPlaces(project, cwd), ...nothing };
}

export function diagnosticReport(diagnostic: Diagnostic, cwd: string): DiagnosticReport {
  const { rule, severity, message, fix, location } = diagnostic;
  const place = location && { location: { ...location, file: displayPath(cwd, location.file) } };
  return { rule, severity, message, fix, ...place };
}

export function countChanges(changes: readonly { readonly action: FileChange["action"] }[]): ChangeCounts {
  const count = (action: FileChange["action"]) => changes.filter((change) => change.action === action).length;
  return {
    created: count("create"),
    updated: count("update"),
    appended: count("append"),
    deleted: count("delete"),
    unchanged: count("unchanged"),
  };
}

function projectPlaces(project: Project, cwd: string) {
  return {
    name: project.name,
    schema: displayPath(cwd, project.schema),
    out: displayPath(cwd, project.out),
    handlers: displayPath(cwd, project.handlers),
  };
}

const findings = { create: "missing", update: "drifted", append: "incomplete", delete: "stale" } as const;

/** A change, as reports show it. */
export function fileReport(change: FileChange, view: PlanView): FileReport {
  const { cwd, isCheck, diff, isDiffOfWhole = true } = view;
  const { action, before = "", after = "" } = change;
  const path = displayPath(cwd, change.path);
  if (action === "unchanged") return { path, action };
  const isWhole = action === "create" || action === "delete";
  const text = isWhole && !isDiffOfWhole ? undefined : diff?.(before, after);
  return {
    path,
    action,
    ...(isCheck && { finding: findings[action] }),
    ...(text !== undefined && text !== "" && { diff: text }),
  };
}
