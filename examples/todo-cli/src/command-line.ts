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
import { renderTodos, todoLines } from "./render.js";
import { runCommand, type GlobalOptions } from "./run-command.js";
import { showStatus, syncNow } from "./state-commands.js";
import { addTodo, completeTodos, editTodo, listTodos, removeTodos } from "./todo-commands.js";
import { watch } from "./watch.js";

/** The whole command line. Parsing it runs the command; mistakes are thrown as `CommandError` with exit code 2. */
export function createCommandLine(argv: readonly string[]): Argv<GlobalOptions> {
  const line = withGlobalOptions(yargs([...argv]));
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

/** The options alone, whatever else is typed. */
export async function readGlobalOptions(words: readonly string[]): Promise<GlobalOptions> {
  return withGlobalOptions(yargs([...words]))
    .help(false)
    .parseAsync();
}

function withGlobalOptions(line: Argv): Argv<GlobalOptions> {
  return line
    .scriptName("todo")
    .locale("en")
    .env("KALPHITE_TODO")
    .parserConfiguration({ "parse-numbers": false, "parse-positional-numbers": false })
    .options({
      server: { type: "string", default: "http://127.0.0.1:8787", describe: "The server's URL" },
      user: { type: "string", default: userInfo().username, describe: "Who you are" },
      room: { type: "string", default: "home", describe: "Whose todos: a room has its own" },
      data: { type: "string", default: defaultDataFolder(), describe: "Where todos and what waits are kept" },
      legacy: { type: "boolean", default: false, describe: "Be a client of the earlier kind (sync-change)" },
      offline: { type: "boolean", default: false, describe: "Do not ask the server now" },
      wait: { type: "string", default: "5", coerce: seconds, describe: "Seconds to wait for the server" },
      json: { type: "boolean", default: false, describe: "Print JSON on standard output" },
    })
    .version(false)
    .alias("help", "h") as unknown as Argv<GlobalOptions>;
}

function seconds(text: string): number {
  const value = Number(text);
  if (value > 0 && value <= 3_600) return value;
  throw new CommandError(`--wait is a number of seconds, not ${text}`, 2);
}

function addTodoCommands(line: Argv<GlobalOptions>): void {
  line.command(
    "add <title..>",
    "Add a todo",
    (command) =>
      words(command, "title", "What is to be done").options({
        project: { type: "string", describe: "The project that it belongs to" },
        id: { type: "string", describe: "Its id; a random one otherwise" },
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
        project: { type: "string", describe: "Only of this project" },
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
    (command) =>
      words(
        command.positional("todo", { type: "string", demandOption: true, describe: "Which" }),
        "title",
        "What it shall say",
      ),
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
      (command) =>
        named(command).option("id", { type: "string", describe: "Its id; a random one otherwise" }),
      ({ project, id, ...options }) =>
        runCommand(options, (context) => addProject(context, project.join(" "), id)),
    )
    .command(
      "rename <project> <name..>",
      "Change its name",
      (command) =>
        words(
          command.positional("project", { type: "string", demandOption: true, describe: "Which" }),
          "name",
          "Its new name",
        ),
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
    runCommand(
      options as unknown as GlobalOptions,
      async ({ session, sync, say, options: { json } }) => {
        const reach = await sync();
        say(renderTodos(todoLines(session)));
        if (reach.kind !== "synced") console.error(`offline: ${reach.why}; waiting for the server`);
        await watch(session, json);
      },
      // It runs beside other commands, and so leaves the folder to them.
      { isKept: false },
    ),
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

/** A positional of one word or several. */
function words<Options, Name extends string>(
  command: Argv<Options>,
  name: Name,
  describe: string,
): Argv<Options & { readonly [Key in Name]: readonly string[] }> {
  return command.positional(name, { type: "string", array: true, demandOption: true, describe }) as never;
}
