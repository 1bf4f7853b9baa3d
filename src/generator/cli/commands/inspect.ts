import { resolveProjects } from "../../config/resolve-projects.js";
import { loadContract } from "../../pipeline.js";
import type { Command } from "../command.js";
import { tellPhase } from "../plan-projects.js";
import { diagnosticReport, emptyProjectReport } from "../project-report.js";
import { renderContract } from "../render-contract.js";
import type { ProjectReport } from "../report.js";
import { createPaint, isColoured } from "../terminal.js";
import { countErrors, tellDiagnostics } from "../tell-diagnostics.js";

/** Prints the contracts of the projects. Exits with 1 where a schema has errors, and prints those instead. */
export const inspect: Command = async (context) => {
  const { given, process, progress, print } = context;
  const { projects } = await resolveProjects(process.cwd, given);
  const paint = createPaint(isColoured(process.stdout, process.env));
  const reports: ProjectReport[] = [];
  let hasErrors = false;
  for (const project of projects) {
    const { contract, diagnostics } = await loadContract(project.schema, {
      onPhase: (phase) => tellPhase(project, phase, context),
    });
    progress.end();
    const isWhole = countErrors(diagnostics) === 0;
    hasErrors ||= !isWhole;
    tellDiagnostics(diagnostics, ["error"], context);
    if (isWhole) {
      if (projects.length > 1) print(`${paint("bold", project.name)}\n`);
      print(renderContract(contract, paint));
    }
    reports.push({
      ...emptyProjectReport(project, process.cwd),
      fingerprint: contract.fingerprint,
      diagnostics: diagnostics.map((diagnostic) => diagnosticReport(diagnostic, process.cwd)),
      ...(isWhole && { contract }),
    });
  }
  return { exitCode: hasErrors ? 1 : 0, projects: reports };
};
