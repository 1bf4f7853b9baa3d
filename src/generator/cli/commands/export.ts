import { resolve } from "node:path";
import { resolveProjects } from "../../config/resolve-projects.js";
import { exportContract, exportFormats } from "../../export/export-contract.js";
import { GeneratorError } from "../../lint/diagnostic.js";
import { applyChanges } from "../../output/apply-changes.js";
import { readText } from "../../output/read-text.js";
import { loadContract } from "../../pipeline.js";
import type { Command } from "../command.js";
import { displayPath } from "../display-path.js";
import { tellPhase } from "../plan-projects.js";
import { diagnosticReport, emptyProjectReport } from "../project-report.js";
import { countErrors, tellDiagnostics } from "../tell-diagnostics.js";

/** Prints one project's contract in a format of the ecosystem, or writes it with `--to`. Exits with 1 where the schema has errors. */
export const exportCommand: Command = async (context) => {
  const { given, process, progress } = context;
  const format = exportFormats.find((name) => name === given.subject)!;
  const { projects } = await resolveProjects(process.cwd, given);
  const [project] = projects;
  if (project === undefined || projects.length > 1)
    throw new GeneratorError(
      `export is for one project, and there are ${projects.length}: say which with --project.`,
    );
  const { contract, diagnostics } = await loadContract(project.schema, {
    onPhase: (phase) => tellPhase(project, phase, context),
  });
  progress.end();
  tellDiagnostics(diagnostics, ["error"], context);
  const report = {
    ...emptyProjectReport(project, process.cwd),
    fingerprint: contract.fingerprint,
    diagnostics: diagnostics.map((diagnostic) => diagnosticReport(diagnostic, process.cwd)),
  };
  if (countErrors(diagnostics) > 0) return { exitCode: 1, projects: [report] };
  const text = exportContract(contract, format, project.name);
  if (given.to === undefined) {
    context.print(text);
    return { exitCode: 0, projects: [{ ...report, exported: text }] };
  }
  const path = resolve(process.cwd, given.to);
  const before = readText(path);
  const isSame = before === text;
  if (!isSame)
    applyChanges([
      {
        path,
        action: before === undefined ? "create" : "update",
        ...(before !== undefined && { before }),
        after: text,
      },
    ]);
  context.tell(
    `${isSame ? "unchanged" : before === undefined ? "created" : "updated"}  ${displayPath(process.cwd, path)}\n`,
  );
  return { exitCode: 0, projects: [{ ...report, written: !isSame }] };
};
