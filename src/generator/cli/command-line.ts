import type { Argv } from "yargs";
import { argumentsOf, contradiction, type Arguments, type GivenOptions } from "./arguments.js";
import { readExactArguments } from "./exact-arguments.js";
import { commandHelp, exitCodes, optionHelp } from "./help.js";
import {
  commandNames,
  commandOptions,
  commandSubjects,
  isOptionOf,
  optionKinds,
  type CommandName,
  type OptionName,
} from "./options.js";
import { explainMistake } from "./mistake.js";

export type CommandLine =
  | { readonly kind: "run"; readonly arguments: Arguments }
  /** Help, the version, or a completion script: what was asked for, for stdout. */
  | { readonly kind: "text"; readonly text: string }
  /** It cannot be understood. */
  | { readonly kind: "mistake"; readonly message: string };

/** Understands a command line; the plain ones without yargs. */
export async function readCommandLine(
  argv: readonly string[],
  context: { readonly version: string; readonly columns: number | undefined },
): Promise<CommandLine> {
  const exact = readExactArguments(argv);
  return exact ? { kind: "run", arguments: exact } : readWithYargs(argv, context);
}

/** The same through yargs, which also knows help, completion and every other way to write an option. */
export async function readWithYargs(
  argv: readonly string[],
  context: { readonly version: string; readonly columns: number | undefined },
): Promise<CommandLine> {
  const { default: yargs } = await import("yargs");
  let chosen: CommandName = "generate";
  // yargs answers these on stdout by itself, and only where no default command comes first.
  const isCompleting = argv[0] === "completion" || argv.includes("--get-yargs-completions");
  const base: Argv = yargs()
    .scriptName("kalphite-gen")
    .locale("en")
    .parserConfiguration({
      "dot-notation": false,
      "parse-numbers": false,
      "parse-positional-numbers": false,
    })
    .version(context.version)
    .help()
    .alias({ help: "h", version: "v" })
    .completion("completion", "Print a completion script for your shell")
    .wrap(Math.min(110, Math.max(60, context.columns ?? 100)))
    .strict(!isCompleting)
    .exitProcess(false)
    .showHelpOnFail(false);
  const parser = commandNames.reduce(
    (parser, command) =>
      parser.command(
        command === "generate" && !isCompleting ? ["generate", "$0"] : withSubject(command),
        commandHelp[command].describe,
        (own) => declareOptions(own, command),
        () => void (chosen = command),
      ),
    base,
  );
  if (isCompleting) {
    await parser.parseAsync([...argv]);
    return { kind: "text", text: "" };
  }
  const outcome = await parse(parser, argv);
  if (outcome.message !== undefined)
    return { kind: "mistake", message: explainMistake(argv, outcome.message) };
  if (outcome.text !== "") return { kind: "text", text: withoutTypes(outcome.text) };
  const given = givenOptions(chosen, outcome.values);
  const problem = twice(given) ?? contradiction(given);
  const subject = commandSubjects[chosen];
  const named = subject && String(outcome.values[subject.name]);
  return problem === undefined
    ? { kind: "run", arguments: argumentsOf(chosen, given, named) }
    : { kind: "mistake", message: problem };
}

function declareOptions(parser: Argv, command: CommandName): Argv {
  const { describe, examples } = commandHelp[command];
  const title = command === "generate" ? "$0 [command] [options]" : `$0 ${withSubject(command)} [options]`;
  const subject = commandSubjects[command];
  const named = subject
    ? parser.positional(subject.name, {
        type: "string",
        ...(subject.choices && { choices: subject.choices }),
        demandOption: true,
      })
    : parser;
  const own = named
    .usage(`${title}\n\n${describe}.`)
    .example(examples.map(([line, meaning]) => [line, meaning]))
    .epilogue(exitCodes);
  return commandOptions[command].reduce((parser, name) => {
    const { describe, default: value } = optionHelp[name];
    const isFlag = optionKinds[name] === "flag";
    return parser.option(name, {
      describe,
      type: isFlag ? "boolean" : "string",
      requiresArg: !isFlag,
      ...(value !== undefined && { defaultDescription: value }),
    });
  }, own);
}

/** `export <what>` */
function withSubject(command: CommandName): string {
  const subject = commandSubjects[command];
  return subject === undefined ? command : `${command} <${subject.name}>`;
}

interface Outcome {
  readonly message: string | undefined;
  readonly text: string;
  readonly values: { readonly [name: string]: unknown };
}

function parse(parser: Argv, argv: readonly string[]): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const done = (error: Error | undefined | null, values: { [name: string]: unknown }, text: string) =>
      resolve({ message: error ? error.message : undefined, text, values });
    Promise.resolve(parser.parseAsync([...argv], {}, done)).catch(reject);
  });
}

function givenOptions(command: CommandName, values: { readonly [name: string]: unknown }): GivenOptions {
  const given = new Map<OptionName, readonly string[]>();
  for (const [name, value] of Object.entries(values)) {
    if (!isOptionOf(command, name) || value === undefined || value === false) continue;
    const items: readonly unknown[] = Array.isArray(value) ? value : [value];
    if (optionKinds[name] === "flag") given.set(name, []);
    else given.set(name, items.map(String));
  }
  return given;
}

function twice(given: GivenOptions): string | undefined {
  for (const [name, values] of given) {
    if (optionKinds[name] !== "names" && values.length > 1)
      return `--${name} is given ${values.length} times.`;
    if (values.includes("")) return `--${name} needs a value.`;
  }
  return undefined;
}

/** Help says what an option is for; that a flag is a boolean helps nobody. */
function withoutTypes(help: string): string {
  return `${help
    .replace(/ +\[boolean\]$/gm, "")
    .replace(/\[string\] ?/g, "")
    .replace(/ +$/gm, "")}\n`;
}
