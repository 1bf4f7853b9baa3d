import { readFileSync } from "node:fs";
import { everyWho } from "../../../contract/compat/compat-rule.js";
import { compatRules } from "../../../contract/compat/compat-rules.js";
import { checkCompat, type CompatDiagnostic, type CompatOutcome } from "../../compat/check-compat.js";
import { isWho, type CompatSettings } from "../../compat/compat-settings.js";
import { loadFormerContract } from "../../compat/former-contract.js";
import { renderCompatDiagnostic, renderCompatRules } from "../../compat/render-compat.js";
import { renderGithub } from "../../compat/render-github.js";
import { renderJunit } from "../../compat/render-junit.js";
import { closestWord } from "../../config/closest-word.js";
import type { Project } from "../../config/project.js";
import { resolveProjects } from "../../config/resolve-projects.js";
import { GeneratorError } from "../../lint/diagnostic.js";
import { loadContract } from "../../pipeline.js";
import type { Command, CommandContext, CommandResult } from "../command.js";
import { displayPath } from "../display-path.js";
import { tellPhase } from "../plan-projects.js";
import { diagnosticReport, emptyProjectReport } from "../project-report.js";
import type { CompatFindingReport, ProjectReport } from "../report.js";
import { counted, seconds } from "../summary.js";
import { countErrors, tellDiagnostics } from "../tell-diagnostics.js";
import { isColoured } from "../terminal.js";

const formats = ["text", "github", "junit"] as const;

/** Holds each schema against an earlier contract. Exits with 1 where somebody breaks whose breaking counts. */
export const compat: Command = async (context) => {
  if (context.given.rules) return printRules(context);
  const format = formatOf(context.given.format);
  const { projects } = await resolveProjects(context.process.cwd, context.given);
  const reports: ProjectReport[] = [];
  const suites: { readonly name: string; readonly diagnostics: readonly CompatDiagnostic[] }[] = [];
  let hasErrors = false;
  for (const project of projects) {
    const settings = settingsOf(project, context);
    const { contract, diagnostics, loaded } = await loadContract(project.schema, {
      onPhase: (phase) => tellPhase(project, phase, context),
    });
    context.progress.end();
    tellDiagnostics(diagnostics, ["error"], context);
    hasErrors ||= countErrors(diagnostics) > 0;
    const report = {
      ...emptyProjectReport(project, context.process.cwd),
      fingerprint: contract.fingerprint,
      diagnostics: diagnostics.map((diagnostic) => diagnosticReport(diagnostic, context.process.cwd)),
    };
    if (countErrors(diagnostics) > 0) {
      reports.push(report);
      continue;
    }
    const { against } = settings;
    const before = loadFormerContract(against, project, context.process.cwd);
    const outcome = checkCompat(before, contract, loaded, settings, context.startedMs);
    suites.push({ name: project.name, diagnostics: outcome.diagnostics });
    if (format === "text") tellFindings(outcome, context);
    reports.push({
      ...report,
      compat: {
        against,
        fingerprint: before.fingerprint,
        findings: outcome.diagnostics.map((diagnostic) => findingReport(diagnostic, context.process.cwd)),
        unusedIgnores: outcome.unusedIgnores,
      },
    });
  }
  const all = suites.flatMap(({ diagnostics }) => diagnostics);
  if (format === "github") context.print(renderGithub(all, context.process.cwd));
  if (format === "junit") context.print(renderJunit(suites, context.process.cwd));
  const counting = all.filter(({ counts }) => counts).length;
  context.tell(`${summary(all, counting)} in ${seconds(Date.now() - context.startedMs)}\n`);
  return { exitCode: hasErrors || counting > 0 ? 1 : 0, projects: reports };
};

function settingsOf(
  { name, compat: configured }: Project,
  { given }: CommandContext,
): CompatSettings & { readonly against: string } {
  const against = given.against ?? configured?.against;
  if (against === undefined)
    throw new GeneratorError(
      `What shall "${name}" be held against? Say it with --against <contract.json | folder | git ref>, or as compat.against in the config.`,
    );
  const chosen = given.break?.split(",").map((word) => word.trim());
  for (const word of chosen ?? []) {
    if (isWho(word)) continue;
    const meant = closestWord(word, everyWho);
    const hint = meant === undefined ? `Choose from ${everyWho.join(", ")}.` : `Did you mean "${meant}"?`;
    throw new GeneratorError(`--break: "${word}" is nobody that can break. ${hint}`);
  }
  return { ...configured, against, ...(chosen && { break: chosen.filter(isWho) }) };
}

function formatOf(given: string | undefined): (typeof formats)[number] {
  if (given === undefined) return "text";
  const format = formats.find((name) => name === given);
  if (format === undefined)
    throw new GeneratorError(`--format: there is no "${given}". Choose from ${formats.join(", ")}.`);
  return format;
}

function tellFindings({ diagnostics, unusedIgnores }: CompatOutcome, context: CommandContext): void {
  const options = { color: context.isColoured, cwd: context.process.cwd, readFile };
  for (const diagnostic of diagnostics) {
    const write = diagnostic.counts ? context.warn : context.tell;
    write(`${renderCompatDiagnostic(diagnostic, options)}\n\n`);
  }
  for (const { rule, path } of unusedIgnores)
    context.tell(
      `Nothing is ignored by { ${rule === undefined ? "" : `rule: "${rule}", `}path: "${path}" }: it can go.\n`,
    );
}

function summary(all: readonly CompatDiagnostic[], counting: number): string {
  if (all.length === 0) return "nothing changed that old clients, handlers or stored entities would see";
  const ignored = all.filter((diagnostic) => diagnostic.ignored !== undefined).length;
  const others = all.length - counting - ignored;
  const parts = [
    counted(counting, "breaking change"),
    ...(others > 0 ? [counted(others, "other change")] : []),
    ...(ignored > 0 ? [`${ignored} ignored`] : []),
  ];
  return parts.join(", ");
}

function findingReport(diagnostic: CompatDiagnostic, cwd: string): CompatFindingReport {
  const { path, location, ...report } = diagnostic;
  return {
    ...report,
    ...(location && { location: { ...location, file: displayPath(cwd, location.file) } }),
  };
}

function readFile(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

function printRules({ print, process }: CommandContext): CommandResult {
  print(renderCompatRules({ color: isColoured(process.stdout, process.env) }));
  const table = compatRules.map(({ id, severity, title, fix, breaks }) => ({
    id,
    severity,
    title,
    fix,
    breaks,
  }));
  return { exitCode: 0, projects: [], rules: table };
}
