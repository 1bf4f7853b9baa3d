import { freshRun } from "../output/fresh.js";
import type { RunKey } from "../output/recorded-run.js";
import type { Arguments } from "./arguments.js";
import { readExactArguments } from "./exact-arguments.js";
import { counted, noChanges, summaryLine } from "./summary.js";
import type { CliProcess } from "./terminal.js";

/**
 * Answers a `generate` or `check` for which nothing has changed since it last ran from here; false where there may be
 * something to do. bin/ asks before it loads anything else.
 */
export function answerFresh(
  argv: readonly string[],
  process: Pick<CliProcess, "cwd" | "version" | "stderr">,
): boolean {
  const startedAt = performance.now();
  const given = readExactArguments(argv);
  if (given === undefined || !isRecordable(given) || given.json || given.watch) return false;
  const summaries = freshRun(runKey(given, process));
  if (summaries === undefined) return false;
  if (given.quiet) return true;
  const unchanged = summaries.reduce((sum, { files }) => sum + files, 0);
  const warnings = summaries.reduce((sum, project) => sum + (project.warnings ?? 0), 0);
  const line = summaryLine({ ...noChanges, unchanged }, performance.now() - startedAt);
  const reminder =
    warnings === 0 ? "" : ` (${counted(warnings, "warning")}: \`kalphite-gen lint\` shows them)`;
  process.stderr.write(`${line}${reminder}\n`);
  return true;
}

/** Whether a run of these arguments leaves everything in a state that a later one may find fresh. */
export function isRecordable({ command }: Arguments): boolean {
  return command === "generate" || command === "check";
}

/** `generate` and `check` of the same projects look at the same files, whatever they print. */
export function runKey(given: Arguments, process: Pick<CliProcess, "cwd" | "version">): RunKey {
  const places = [given.schema, given.out, given.handlers, given.config].map((path) => path ?? "");
  return { cwd: process.cwd, version: process.version, args: [...places, ...(given.projects ?? [])] };
}
