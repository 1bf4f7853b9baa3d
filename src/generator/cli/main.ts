import type { Arguments } from "./arguments.js";
import type { Command, CommandContext, CommandResult } from "./command.js";
import { readCommandLine } from "./command-line.js";
import { failureOf, type Failure } from "./failure.js";
import { isCommandName, type CommandName } from "./options.js";
import { diagnosticReport } from "./project-report.js";
import { createProgress } from "./progress.js";
import type { ExitCode, Report } from "./report.js";
import { createPaint, isColoured, type CliProcess } from "./terminal.js";

/** Runs one command line to its end. Never throws; what went wrong is told, and in the exit code. */
export async function main(argv: readonly string[], process: CliProcess): Promise<ExitCode> {
  const startedMs = Date.now();
  try {
    const line = await readCommandLine(argv, { version: process.version, columns: process.stdout.columns });
    if (line.kind === "text") {
      process.stdout.write(line.text);
      return 0;
    }
    if (line.kind === "run") return await run(line.arguments, process, startedMs);
    return fail({ message: line.message, diagnostics: [] }, argumentsLike(argv), { process, startedMs });
  } catch (error) {
    return fail(failureOf(error, process.env), argumentsLike(argv), { process, startedMs });
  }
}

/** Tells of an error that nothing caught, as code that a schema left running may raise, and gives the exit code. */
export function crash(error: unknown, argv: readonly string[], process: CliProcess): ExitCode {
  return fail(failureOf(error, process.env), argumentsLike(argv), { process, startedMs: Date.now() });
}

async function run(given: Arguments, process: CliProcess, startedMs: number): Promise<ExitCode> {
  const isTelling = !given.quiet && !given.json;
  const coloured = isColoured(process.stderr, process.env);
  const context: CommandContext = {
    given,
    process,
    startedMs,
    paint: createPaint(coloured),
    isColoured: coloured,
    progress: createProgress(process.stderr, isTelling),
    tell: (text) => void (isTelling && process.stderr.write(text)),
    warn: (text) => void (given.json || process.stderr.write(text)),
    print: (text) => void (given.json || process.stdout.write(text)),
  };
  try {
    const command = await loadCommand(given);
    const result = await command(context);
    if (given.json) printReport(reportOf(given.command, result, context), process);
    return result.exitCode;
  } catch (error) {
    const failure = failureOf(error, process.env);
    context.progress.end();
    if (!given.json) {
      const { tellDiagnostics } = await import("./tell-diagnostics.js");
      tellDiagnostics(failure.diagnostics, ["error", "warning", "note"], context);
    }
    return fail(failure, given, { process, startedMs });
  } finally {
    context.progress.end();
  }
}

async function loadCommand({ command, watch }: Arguments): Promise<Command> {
  switch (command) {
    case "generate":
      return watch
        ? (await import("./commands/watch.js")).watch
        : (await import("./commands/generate.js")).generate;
    case "check":
      return (await import("./commands/check.js")).check;
    case "init":
      return (await import("./commands/init.js")).init;
    case "lint":
      return (await import("./commands/lint.js")).lint;
    case "inspect":
      return (await import("./commands/inspect.js")).inspect;
    case "prune":
      return (await import("./commands/prune.js")).prune;
    case "compat":
      return (await import("./commands/compat.js")).compat;
    case "export":
      return (await import("./commands/export.js")).exportCommand;
    case "import":
      return (await import("./commands/import.js")).importCommand;
    case "verify":
      return (await import("./commands/verify.js")).verify;
  }
}

function reportOf(
  command: CommandName,
  result: Omit<Report, "version" | "generator" | "command" | "durationMs"> | CommandResult,
  { process, startedMs }: Pick<CommandContext, "process" | "startedMs">,
): Report {
  const durationMs = Date.now() - startedMs;
  const { exitCode, ...rest } = result;
  return { version: 1, generator: process.version, command, exitCode, durationMs, ...rest };
}

function printReport(report: Report, process: CliProcess): void {
  process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
}

/** Of a command line that was not understood, as much as the failure's report needs. */
function argumentsLike(argv: readonly string[]): Pick<Arguments, "command" | "json"> {
  const name = argv.find(isCommandName) ?? "generate";
  return { command: name, json: argv.includes("--json") };
}

function fail(
  failure: Failure,
  given: Pick<Arguments, "command" | "json">,
  context: Pick<CommandContext, "process" | "startedMs">,
): ExitCode {
  const { process } = context;
  const { message, advice } = failure;
  if (given.json) {
    const diagnostics = failure.diagnostics.map((diagnostic) => diagnosticReport(diagnostic, process.cwd));
    printReport(
      reportOf(given.command, { exitCode: 2, projects: [], error: { message, diagnostics } }, context),
      process,
    );
  } else {
    const paint = createPaint(isColoured(process.stderr, process.env));
    if (failure.diagnostics.length === 0)
      process.stderr.write(`${paint("red", "kalphite-gen:")} ${message}\n`);
    if (advice !== undefined) process.stderr.write(`${advice}\n`);
    if (failure.stack !== undefined) process.stderr.write(`${failure.stack}\n`);
  }
  return 2;
}
