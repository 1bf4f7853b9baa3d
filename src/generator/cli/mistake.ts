import { closestWord } from "../config/closest-word.js";
import {
  commandNames,
  commandOptions,
  commandSubjects,
  isCommandName,
  isOptionOf,
  type CommandName,
  type CommandSubject,
} from "./options.js";

const hint = "`kalphite-gen --help` lists what there is.";

/** What is wrong with a command line that yargs refused, with the nearest thing that exists. */
export function explainMistake(argv: readonly string[], refusal: string): string {
  const missing = /^Not enough arguments following: (.+)$/.exec(refusal)?.[1];
  if (missing !== undefined) return `--${missing} needs a value.`;
  const named = argv.find(isCommandName);
  const subject = named && commandSubjects[named];
  if (subject && /^(Not enough non-option arguments|Invalid values)/.test(refusal))
    return wrongSubject(named, subject, /Given: "([^"]*)"/.exec(refusal)?.[1]);
  const subjects = argv.filter((word) => subject?.choices?.includes(word));
  if (subjects.length > 1) return `One at a time: ${subjects.join(", ")}.`;
  if (!/^Unknown (argument|command)/.test(refusal)) return `${refusal}. ${hint}`;
  const command = argv.find(isCommandName) ?? "generate";
  const option = argv
    .map((token) => /^--?([^=]+)/.exec(token)?.[1])
    .find((name) => name !== undefined && !isKnown(command, name.replace(/^no-/, "")));
  return option === undefined ? unknownCommand(argv) : unknownOption(command, option);
}

function wrongSubject(
  command: CommandName,
  { name, choices }: CommandSubject,
  given: string | undefined,
): string {
  if (choices === undefined) return `${command} needs its ${name}: kalphite-gen ${command} <${name}>.`;
  if (given === undefined) return `${command} needs to be told what: ${choices.join(", ")}.`;
  const meant = closestWord(given, choices);
  const hint = meant === undefined ? `Choose from ${choices.join(", ")}.` : `Did you mean "${meant}"?`;
  return `There is no "${given}" to ${command}. ${hint}`;
}

function isKnown(command: CommandName, name: string): boolean {
  const dashed = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  return isOptionOf(command, dashed) || ["help", "h", "version", "v"].includes(name);
}

function unknownOption(command: CommandName, option: string): string {
  const elsewhere = commandNames.filter((name) => isOptionOf(name, option));
  if (elsewhere.length > 0)
    return `${command} does not take --${option}; ${elsewhere.join(", ")} ${elsewhere.length === 1 ? "does" : "do"}.`;
  const meant = closestWord(option, commandOptions[command]);
  return `There is no option --${option}. ${meant === undefined ? hint : `Did you mean --${meant}?`}`;
}

function unknownCommand(argv: readonly string[]): string {
  const words = argv.filter((token) => !token.startsWith("-"));
  const word = words.find((token) => !isCommandName(token)) ?? words[1] ?? words[0] ?? "";
  if (isCommandName(word)) return `One command at a time: ${words.join(", ")}. ${hint}`;
  const meant = closestWord(word, [...commandNames, "completion"]);
  if (/\.[cm]?tsx?$/.test(word)) return `Name the schema with --schema ${word}. ${hint}`;
  return `There is no command "${word}". ${meant === undefined ? hint : `Did you mean "${meant}"?`}`;
}
