import { argumentsOf, contradiction, type Arguments } from "./arguments.js";
import { commandSubjects, isCommandName, isOptionOf, optionKinds, type OptionName } from "./options.js";

/**
 * Reads the plain command lines: a command first or none, then `--name value`, `--name=value` and `--flag` of that
 * command. Whatever is not plain (help, short forms, mistakes) is undefined and goes to yargs, which costs 70 ms to load.
 */
export function readExactArguments(argv: readonly string[]): Arguments | undefined {
  const named = argv[0] !== undefined && isCommandName(argv[0]);
  const command = named ? (argv[0] as Arguments["command"]) : "generate";
  // What stands behind a command's name is for yargs to check.
  if (commandSubjects[command] !== undefined) return undefined;
  const given = new Map<OptionName, readonly string[]>();
  for (let index = named ? 1 : 0; index < argv.length; index++) {
    const [, name, assigned] = /^--([a-z-]+)(?:=(.*))?$/s.exec(argv[index]!) ?? [];
    if (name === undefined || !isOptionOf(command, name)) return undefined;
    const kind = optionKinds[name];
    const before = given.get(name);
    if (before !== undefined && kind !== "names") return undefined;
    if (kind === "flag") {
      if (assigned !== undefined) return undefined;
      given.set(name, []);
      continue;
    }
    const value = assigned ?? argv[++index];
    if (value === undefined || !/^[^-"'\s][^"']*$/.test(value)) return undefined;
    given.set(name, [...(before ?? []), value]);
  }
  return contradiction(given) === undefined ? argumentsOf(command, given) : undefined;
}
