import { join } from "node:path";
import { sessionFolder } from "./data-folder.js";
import { FailureJournal } from "./failure-journal.js";
import { labelOf, slugOf } from "./find-by-reference.js";
import { checkOptions, type GlobalOptions } from "./global-options.js";
import { openSession } from "./open-session.js";

/**
 * What the shell offers behind a Tab where a todo or a project is to be named: their names, from disk.
 * @param words what is typed, the program's name first, the word at the cursor last
 * @param commands those of the words that are no options, in the same way
 * @returns undefined where something else is to be completed
 */
export async function completeNames(
  words: readonly string[],
  commands: readonly string[],
  options: GlobalOptions,
): Promise<string[] | undefined> {
  const current = words.at(-1) ?? "";
  const kind = words.at(-2) === "--project" ? "projects" : kindOf(commands, current);
  if (kind === undefined || current.startsWith("-")) return undefined;
  const names = await namesOf(kind, options).catch(() => []);
  const typed = current.toLowerCase();
  // Shells offer only what begins as it was typed.
  return names
    .filter((name) => name.startsWith(typed))
    .map((name) => `${current}${name.slice(current.length)}`);
}

function kindOf(commands: readonly string[], current: string): "todos" | "projects" | undefined {
  const [, command = "", action = ""] = commands;
  // An empty word at the cursor may have been left out.
  const length = commands.at(-1) === current ? commands.length : commands.length + 1;
  if (["done", "edit", "rm"].includes(command) && length > 2) return "todos";
  const isOfOne = ["rename", "finish", "archive"].includes(action) && length > 3;
  return command === "project" && isOfOne ? "projects" : undefined;
}

/** Names by which `findByReference` finds what has them. */
async function namesOf(kind: "todos" | "projects", typed: GlobalOptions): Promise<string[]> {
  const options = checkOptions(typed);
  const folder = sessionFolder(options.data, options);
  const session = await openSession({
    ...options,
    offline: true,
    folder: join(folder, "state"),
    journal: new FailureJournal(folder),
  });
  const names = session[kind]().map((entity) => slugOf(labelOf(entity)) || entity.id);
  await session.close();
  return names;
}
