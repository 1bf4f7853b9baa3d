import { join } from "node:path";
import { sessionFolder } from "./data-folder.js";
import { FailureJournal } from "./failure-journal.js";
import { labelOf, slugOf } from "./find-by-reference.js";
import { openLegacySession } from "./legacy-session.js";
import { openModernSession } from "./modern-session.js";
import type { GlobalOptions } from "./run-command.js";

/**
 * What the shell offers behind a Tab where a todo or a project is to be named: their names, from disk.
 * @param words what is typed, the program's name first, the word at the cursor last
 * @returns undefined where something else is to be completed
 */
export async function completeNames(
  words: readonly string[],
  options: GlobalOptions,
): Promise<string[] | undefined> {
  const current = words.at(-1) ?? "";
  const kind = kindOf(words[1], words[2], words.length);
  if (kind === undefined || current.startsWith("-")) return undefined;
  const names = await namesOf(kind, options).catch(() => []);
  return names.filter((name) => name.startsWith(current));
}

function kindOf(command = "", action = "", length: number): "todos" | "projects" | undefined {
  if (["done", "edit", "rm"].includes(command) && length > 2) return "todos";
  const isOfOne = ["rename", "finish", "archive"].includes(action) && length > 3;
  return command === "project" && isOfOne ? "projects" : undefined;
}

async function namesOf(kind: "todos" | "projects", options: GlobalOptions): Promise<string[]> {
  const folder = sessionFolder(options.data, options);
  const open = options.legacy ? openLegacySession : openModernSession;
  const session = await open({
    ...options,
    offline: true,
    folder: join(folder, "state"),
    journal: new FailureJournal(folder),
  });
  const names = session[kind]().map((entity) => slugOf(labelOf(entity)));
  await session.close();
  return names;
}
