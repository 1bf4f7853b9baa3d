#!/usr/bin/env node
/** `todo`: todos on the command line, online and offline, on the client that is generated from `examples/todo/schema.ts`. */
import { hideBin } from "yargs/helpers";
import { CommandError } from "./command-error.js";
import { createCommandLine, readGlobalOptions } from "./command-line.js";
import { completeNames } from "./completions.js";

const COMPLETE = "--get-yargs-completions";

// Whoever reads may have read enough, as `head` does; what is being done is still done.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
});

try {
  const argv = hideBin(process.argv);
  const words = argv[0] === COMPLETE ? argv.slice(1) : undefined;
  const names = words && (await namesFor(words));
  if (names === undefined) await createCommandLine(argv).parseAsync();
  else for (const name of names) console.log(name);
} catch (error) {
  console.error(`todo: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = error instanceof CommandError ? error.exitCode : 1;
}

async function namesFor(words: readonly string[]): Promise<string[] | undefined> {
  const { _: commands, ...options } = await readGlobalOptions(words);
  return completeNames(words, commands.map(String), options);
}
