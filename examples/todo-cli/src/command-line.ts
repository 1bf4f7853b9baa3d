import { createRequire } from "node:module";
import { userInfo } from "node:os";
import yargs, { type Argv } from "yargs";
import { CommandError } from "./command-error.js";
import { defaultDataFolder } from "./data-folder.js";
import {
  addProject,
  archiveProject,
  finishProject,
  listProjects,
  renameProject,
} from "./project-commands.js";
import type { GlobalOptions } from "./global-options.js";
import { runCommand } from "./run-command.js";
import { showStatus, syncNow } from "./state-commands.js";
import { addTodo, completeTodos, editTodo, listTodos, removeTodos } from "./todo-commands.js";
import { watch } from "./watch.js";

const { version } = createRequire(import.meta.url)("kalphite-gen/package.json") as {
  readonly version: string;
};

/** The whole command line. Parsing it runs the command; mistakes are thrown as `CommandError` with exit code 2. */
export function createCommandLine(argv: readonly string[]): Argv<GlobalOptions> {
  const line = withGlobalOptions(yargs(markPlainWords(argv)));
  addTodoCommands(line);
  addStateCommands(line);
  return line
    .command("project", "Projects: list them, or change one", (command) => addProjectCommands(command))
    .completion("completion", "Print a completion script for bash or zsh")
    .demandCommand(1, "What shall be done? todo --help lists the commands")
    .recommendCommands()
    .strict()
    .fail((message, error) => {
      if (error instanceof Error && error.name !== "YError") throw error;
      throw new CommandError(message || error.message, 2);
    })
    .epilogue(
      "A todo is named by its id, its title or words of it: todo done milk.\n" +
        "Options can be set in the environment: KALPHITE_TODO_SERVER=https://example.org",
    );
}

/** The options alone, whatever else is typed, and in `_` the words that are none. */
export async function readGlobalOptions(
  words: readonly string[],
): Promise<GlobalOptions & { readonly _: readonly (string | number)[] }> {
  return withGlobalOptions(yargs([...words]))
    .help(false)
    .version(false)
    .parseAsync();
}

function withGlobalOptions(line: Argv): Argv<GlobalOptions> {
  return line
    .scriptName("todo")
    .locale("en")
    .env("KALPHITE_TODO")
    .parserConfiguration({ "parse-numbers": false, "parse-positional-numbers": false })
    .options({
      server: { ...text, default: "http://127.0.0.1:8787", describe: "The server's URL" },
      user: { ...text, default: userInfo().username, describe: "Who you are" },
      room: { ...text, default: "home", describe: "Whose todos: a room has its own" },
      data: { ...text, default: defaultDataFolder(), describe: "Where todos and what waits are kept" },
      legacy: { type: "boolean", default: false, describe: "Be a client of the earlier kind (sync-change)" },
      offline: { type: "boolean", default: false, describe: "Do not ask the server now" },
      wait: { ...text, default: "5", coerce: seconds, describe: "Seconds to wait for the server" },
      json: { type: "boolean", default: false, describe: "Print JSON on standard output" },
    })
    .version(version)
    .alias("help", "h") as unknown as Argv<GlobalOptions>;
}

/** An option that takes a text: the last, where it is given several times. */
const text = {
  type: "string",
  coerce: (given: string | readonly string[] | undefined) =>
    typeof given === "object" ? given.at(-1) : given,
} as const;

function seconds(given: string | readonly string[]): number {
  const value = Number(text.coerce(given));
  if (value > 0 && value <= 3_600) return value;
  throw new CommandError(`--wait is a number of seconds, not ${given.toString()}`, 2);
}

function addTodoCommands(line: Argv<GlobalOptions>): void {
  line.command(
    "add <title..>",
    "Add a todo",
    (command) =>
      words(command, "title", "What is to be done").options({
        project: { ...text, describe: "The project that it belongs to" },
        id: { ...text, describe: "Its id; a random one otherwise" },
      }),
    ({ title, project, id, ...options }) =>
      runCommand(options, (context) => addTodo(context, { title: title.join(" "), project, id })),
  );
  line.command(
    "list",
    "List what is to be done",
    (command) =>
      command.options({
        all: { type: "boolean", default: false, describe: "What is done too" },
        project: { ...text, describe: "Only of this project" },
        ids: { type: "boolean", default: false, describe: "With their ids" },
      }),
    ({ all, project, ids, ...options }) =>
      runCommand(options, (context) => listTodos(context, { all, project, ids })),
  );
  line.command(
    "done <todo..>",
    "Complete todos",
    (command) =>
      words(command, "todo", "Which").option("undo", {
        type: "boolean",
        default: false,
        describe: "Open them again",
      }),
    ({ todo, undo, ...options }) => runCommand(options, (context) => completeTodos(context, todo, undo)),
  );
  line.command(
    "edit <todo> <title..>",
    "Change what is to be done",
    (command) => words(word(command, "todo", "Which"), "title", "What it shall say"),
    ({ todo, title, ...options }) =>
      runCommand(options, (context) => editTodo(context, todo, title.join(" "))),
  );
  line.command(
    "rm <todo..>",
    "Delete todos",
    (command) => words(command, "todo", "Which"),
    ({ todo, ...options }) => runCommand(options, (context) => removeTodos(context, todo)),
  );
}

function addProjectCommands(line: Argv<GlobalOptions>): Argv<GlobalOptions> {
  const named = (command: Argv<GlobalOptions>) => words(command, "project", "Its name");
  return line
    .command(["list", "$0"], "List the projects", {}, (options) =>
      runCommand(options as unknown as GlobalOptions, listProjects),
    )
    .command(
      "add <project..>",
      "Add a project",
      (command) => named(command).option("id", { ...text, describe: "Its id; a random one otherwise" }),
      ({ project, id, ...options }) =>
        runCommand(options, (context) => addProject(context, project.join(" "), id)),
    )
    .command(
      "rename <project> <name..>",
      "Change its name",
      (command) => words(word(command, "project", "Which"), "name", "Its new name"),
      ({ project, name, ...options }) =>
        runCommand(options, (context) => renameProject(context, project, name.join(" "))),
    )
    .command("finish <project..>", "Complete all of its todos", named, ({ project, ...options }) =>
      runCommand(options, (context) => finishProject(context, project.join(" "))),
    )
    .command(
      "archive <project..>",
      "Put it away, and delete what is done",
      named,
      ({ project, ...options }) =>
        runCommand(options, (context) => archiveProject(context, project.join(" "))),
    )
    .strict();
}

function addStateCommands(line: Argv<GlobalOptions>): void {
  line.command("watch", "Show what others do, as they do it, until Ctrl-C", {}, (options) =>
    // It runs beside other commands, and so leaves the folder to them.
    runCommand(options as unknown as GlobalOptions, watch, { isKept: false }),
  );
  line.command("sync", "Send what waits, and fetch what is new", {}, (options) =>
    runCommand(options as unknown as GlobalOptions, syncNow),
  );
  line.command(
    "status",
    "Show the server, what waits and what failed",
    (command) => command.option("clear", { type: "boolean", default: false, describe: "Forget what failed" }),
    ({ clear, ...options }) => runCommand(options, (context) => showStatus(context, clear)),
  );
}

/** No word of a command line can contain it. */
const PLAIN = "\0";

/** Marks the words behind `--`, which yargs does not take for positionals of a command, as words that are no options. */
function markPlainWords(argv: readonly string[]): string[] {
  const end = argv.indexOf("--");
  return end === -1 ? [...argv] : [...argv.slice(0, end), ...argv.slice(end + 1).map((text) => PLAIN + text)];
}

const unmark = (text: string): string => (text.startsWith(PLAIN) ? text.slice(1) : text);

/** A positional of one word. */
function word<Options, Name extends string>(
  command: Argv<Options>,
  name: Name,
  describe: string,
): Argv<Options & { readonly [Key in Name]: string }> {
  return command.positional(name, { type: "string", demandOption: true, describe, coerce: unmark }) as never;
}

/** A positional of one word or several. */
function words<Options, Name extends string>(
  command: Argv<Options>,
  name: Name,
  describe: string,
): Argv<Options & { readonly [Key in Name]: readonly string[] }> {
  return command.positional(name, {
    type: "string",
    array: true,
    demandOption: true,
    // Otherwise an empty list is shown for it.
    default: undefined,
    describe,
    coerce: (list: readonly string[]) => list.map(unmark),
  }) as never;
}
