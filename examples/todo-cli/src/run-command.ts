import { join } from "node:path";
import { CommandError } from "./command-error.js";
import { sessionFolder } from "./data-folder.js";
import { FailureJournal } from "./failure-journal.js";
import { openLegacySession } from "./legacy-session.js";
import { openModernSession } from "./modern-session.js";
import { renderFailure } from "./render.js";
import type { Reach, TodoSession } from "./todo-session.js";

/** What every command takes. */
export interface GlobalOptions {
  readonly server: string;
  readonly user: string;
  readonly room: string;
  readonly data: string;
  readonly legacy: boolean;
  readonly offline: boolean;
  /** How long to wait for the server, in seconds. */
  readonly wait: number;
  readonly json: boolean;
}

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
  options: GlobalOptions,
  command: (context: CommandContext) => Promise<void>,
  { isKept = true } = {},
): Promise<void> {
  checkServer(options.server);
  const folder = sessionFolder(options.data, options);
  const journal = new FailureJournal(folder);
  const openSession = options.legacy ? openLegacySession : openModernSession;
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
  const sync = (): Promise<Reach> => session.sync(options.wait * 1_000);
  try {
    await command({ session, options, journal, folder, say, printKept, sync });
  } finally {
    await session.close();
  }
  for (const line of lines) console.log(line);
  for (const failure of session.failures) console.error(renderFailure(failure));
  if (session.failures.length > 0) process.exitCode = 1;
}

function checkServer(server: string): void {
  if (URL.canParse(server) && /^https?:$/.test(new URL(server).protocol)) return;
  throw new CommandError(`--server is a URL such as http://127.0.0.1:8787, not ${server}`, 2);
}
