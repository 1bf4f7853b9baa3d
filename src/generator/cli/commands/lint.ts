import { rules } from "../../../contract/rules.js";
import { resolveProjects } from "../../config/resolve-projects.js";
import type { Diagnostic } from "../../lint/diagnostic.js";
import { countDiagnostics } from "../../lint/render-diagnostic.js";
import { renderRules } from "../../lint/render-rules.js";
import { loadContract } from "../../pipeline.js";
import type { Command, CommandContext, CommandResult } from "../command.js";
import { tellPhase } from "../plan-projects.js";
import { diagnosticReport, emptyProjectReport } from "../project-report.js";
import type { ProjectReport } from "../report.js";
import { isColoured } from "../terminal.js";
import { seconds } from "../summary.js";
import { countErrors, tellDiagnostics } from "../tell-diagnostics.js";

/** Reports every finding in the schemas, or with `--rules` what is looked for. Exits with 1 after errors. */
export const lint: Command = async (context) => {
  if (context.given.rules) return printRules(context);
  const { projects } = await resolveProjects(context.process.cwd, context.given);
  const reports: ProjectReport[] = [];
  const all: Diagnostic[] = [];
  for (const project of projects) {
    const onPhase = (phase: Parameters<typeof tellPhase>[1]) => tellPhase(project, phase, context);
    const { contract, diagnostics } = await loadContract(project.schema, { onPhase });
    all.push(...diagnostics);
    reports.push({
      ...emptyProjectReport(project, context.process.cwd),
      fingerprint: contract.fingerprint,
      diagnostics: diagnostics.map((diagnostic) => diagnosticReport(diagnostic, context.process.cwd)),
    });
  }
  context.progress.end();
  tellDiagnostics(all, ["error", "warning", "note"], context);
  const summary = countDiagnostics(all) || "no findings";
  context.tell(`${summary} in ${seconds(Date.now() - context.startedMs)}\n`);
  return { exitCode: countErrors(all) > 0 ? 1 : 0, projects: reports };
};

function printRules({ print, process }: CommandContext): CommandResult {
  print(renderRules({ color: isColoured(process.stdout, process.env) }));
  const table = rules.map(({ id, severity, title, fix }) => ({ id, severity, title, fix }));
  return { exitCode: 0, projects: [], rules: table };
}
