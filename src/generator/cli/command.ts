import type { Arguments } from "./arguments.js";
import type { Progress } from "./progress.js";
import type { ExitCode, Report } from "./report.js";
import type { CliProcess, Paint } from "./terminal.js";

/** What a command works with. */
export interface CommandContext {
  readonly given: Arguments;
  readonly process: CliProcess;
  readonly paint: Paint;
  readonly isColoured: boolean;
  readonly progress: Progress;
  /** Tells people, on stderr; silent with `--quiet` and `--json`. */
  readonly tell: (text: string) => void;
  /** Tells people what must not be missed; silent with `--json`, whose report has it. */
  readonly warn: (text: string) => void;
  /** Prints what was asked for, on stdout; silent with `--json`. */
  readonly print: (text: string) => void;
  /** When the command began, milliseconds since the epoch. */
  readonly startedMs: number;
}

/** A command's share of the report. */
export interface CommandResult extends Pick<
  Report,
  "projects" | "rules" | "init" | "import" | "conformance"
> {
  readonly exitCode: ExitCode;
}

export type Command = (context: CommandContext) => Promise<CommandResult>;
