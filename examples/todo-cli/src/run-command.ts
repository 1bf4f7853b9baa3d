import { join } from "node:path";
import { checkOptions, type GlobalOptions } from "./global-options.js";
import { sessionFolder } from "./data-folder.js";
import { FailureJournal } from "./failure-journal.js";
import { openSession } from "./open-session.js";
import { renderFailure } from "./render.js";
import type { Reach } from "./reach.js";
import type { TodoSession } from "./todo-session.js";

export interface CommandContext {
  readonly session: TodoSession;
  readonly options: GlobalOptions;
  readonly journal: FailureJournal;
  /** Where this client's state is. */
  readonly folder: string;
  /** Sends and fetches; the same answer until the command ends. */
  readonly sync: () => Promise<Reach>;
  /** For people, unless `--json` was given. */
  readonly say: (text: string) => void;
  /** Printed once all that was done is on disk, and not at all where it cannot be written. */
  readonly printKept: (line: string) => void;
}

/**
 * Opens the session, runs the command, waits for the server as long as `--wait` says, and tells what it refused.
 * @throws CommandError for what the user can put right
 */
export async function runCommand(
  typed: GlobalOptions,
  command: (context: CommandContext) => Promise<void>,
  { isKept = true } = {},
): Promise<void> {
  const options = checkOptions(typed);
  const folder = sessionFolder(options.data, options);
  const journal = new FailureJournal(folder);
  const session = await openSession({
    ...options,
    journal,
    ...(isKept && { folder: join(folder, "state") }),
  });
  const say = (text: string): void => {
    if (!options.json) console.log(text);
  };
  const lines: string[] = [];
  const printKept = (line: string): void => void lines.push(line);
  const sync = async (): Promise<Reach> => {
    const reach = await session.sync(options.wait * 1_000);
    if (reach.kind === "refused") process.exitCode = 1;
    return reach;
  };
  try {
    await command({ session, options, journal, folder, say, printKept, sync });
  } finally {
    await session.close();
  }
  for (const line of lines) console.log(line);
  for (const failure of session.failures) console.error(renderFailure(failure));
  if (session.failures.length > 0) process.exitCode = 1;
}
