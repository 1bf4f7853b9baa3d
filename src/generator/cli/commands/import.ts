import { planImport, type ImportPlan } from "../../import/plan-import.js";
import { GeneratorError, type Diagnostic } from "../../lint/diagnostic.js";
import { applyChanges } from "../../output/apply-changes.js";
import { diffText } from "../../output/diff-text.js";
import { loadContract } from "../../pipeline.js";
import type { Command, CommandContext } from "../command.js";
import { importReport } from "../import-report.js";
import { renderCalls, renderImport, renderNextSteps } from "../render-import.js";
import { renderFiles } from "../render-files.js";
import { counted } from "../summary.js";
import { countErrors, tellDiagnostics } from "../tell-diagnostics.js";

/**
 * Writes a schema file for an EntitySchema that is there, lists the calls of old code and, with `--fix`, rewrites those that
 * are certain. Exits with 1 where the schema has errors, or the rewriting was not confirmed.
 */
export const importCommand: Command = async (context) => {
  const { given, process, progress, paint, tell, warn } = context;
  const isAsking = given.fix && !given.yes && !given.dryRun;
  if (isAsking && given.json) throw new GeneratorError("--fix asks before it writes; with --json add --yes.");
  progress.step(`Reading ${given.subject!}`);
  const plan = await planImport(process.cwd, { ...given, subject: given.subject! });
  progress.end();
  const rewrites = given.fix ? plan.rewrites : [];
  const changes = [...(plan.schemaChange ? [plan.schemaChange] : []), ...rewrites];
  const view = { cwd: process.cwd, files: changes, ...(given.diff || given.fix ? { diff: wholeDiff } : {}) };
  const planned = importReport(plan, plan.diagnostics, { ...view, written: false });
  tell(renderImport(planned, { paint, isDry: given.dryRun }));
  tell(renderCalls(planned, paint));
  tellDiagnostics(plan.diagnostics, ["error", "warning"], context);
  const shown = planned.files.filter(({ action }) => given.diff || action === "update");
  const write = isAsking ? warn : tell;
  write(renderFiles({ files: shown, orphans: [] }, { paint, limit: Infinity }));
  if (isAsking && rewrites.length > 0 && !(await isConfirmed(rewrites.length, context))) {
    warn("Nothing was written.\n");
    return { exitCode: 1, projects: [], import: planned };
  }
  const isWriting = !given.dryRun && changes.length > 0;
  if (isWriting) applyChanges(changes);
  if (isWriting && rewrites.length > 0) tell(`${counted(rewrites.length, "file")} rewritten.\n`);
  const diagnostics = isWriting && plan.schemaChange ? await lintWritten(plan, context) : plan.diagnostics;
  tell(given.dryRun ? "\n(dry run: nothing was written)\n" : renderNextSteps(planned, given));
  return {
    exitCode: countErrors(diagnostics) > 0 ? 1 : 0,
    projects: [],
    import: importReport(plan, diagnostics, { ...view, written: isWriting }),
  };
};

function wholeDiff(before: string, after: string): string {
  return diffText(before, after, { maxLines: Infinity });
}

/** @throws GeneratorError where there is no terminal to ask on */
async function isConfirmed(count: number, { process }: CommandContext): Promise<boolean> {
  const question = `Rewrite ${count === 1 ? "this file" : `these ${count} files`}? [y/N] `;
  const answer = process.ask?.(question);
  if (answer === undefined)
    throw new GeneratorError(
      "--fix asks before it writes, and there is no terminal to ask on. Add --yes, or --dry-run to look only. Nothing was written.",
    );
  return /^y(es)?$/i.test((await answer).trim());
}

/** What the generator itself says of the file that was written, with its places. */
async function lintWritten(plan: ImportPlan, context: CommandContext): Promise<readonly Diagnostic[]> {
  const { diagnostics } = await loadContract(plan.schema);
  const isNew = ({ rule, message }: Diagnostic) =>
    !plan.diagnostics.some((known) => known.rule === rule && known.message === message);
  tellDiagnostics(diagnostics.filter(isNew), ["error", "warning"], context);
  return diagnostics;
}
