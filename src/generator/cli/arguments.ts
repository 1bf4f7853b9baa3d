import type { CommandName, OptionName } from "./options.js";

/** A command line, understood. Paths are as they were given, relative to the working folder. */
export interface Arguments {
  readonly command: CommandName;
  /** What stands behind the command's name, where it takes something there. */
  readonly subject?: string;
  readonly schema?: string;
  readonly out?: string;
  readonly handlers?: string;
  readonly config?: string;
  readonly projects?: readonly string[];
  readonly dryRun: boolean;
  readonly diff: boolean;
  readonly json: boolean;
  readonly watch: boolean;
  readonly quiet: boolean;
  readonly rules: boolean;
  /** What `compat` holds the schema against: a file, a folder or a git ref. */
  readonly against?: string;
  /** Whose breaking counts, as it was given. */
  readonly break?: string;
  readonly format?: string;
  /** The file that `export` writes. */
  readonly to?: string;
  /** The folder in which `import` looks for legacy calls. */
  readonly scan?: string;
  /** The generated client that rewritten calls use: `src/client.ts#client`. */
  readonly client?: string;
  readonly fix: boolean;
  readonly yes: boolean;
  /** The contract that `verify` holds a server to. */
  readonly contract?: string;
  readonly seed?: string;
  readonly token?: string;
  readonly otherToken?: string;
  /** Checks of `verify`, as they were given. */
  readonly only?: string;
  readonly samples?: string;
}

/** What was given for each option: values in order, none for a flag. */
export type GivenOptions = ReadonlyMap<OptionName, readonly string[]>;

/** `--check` makes a `check` of `generate`. */
export function argumentsOf(command: CommandName, given: GivenOptions, subject?: string): Arguments {
  const single = (name: OptionName, key: string = name) => {
    const value = given.get(name)?.[0];
    return value === undefined ? {} : { [key]: value };
  };
  const projects = given.get("project");
  return {
    command: command === "generate" && given.has("check") ? "check" : command,
    ...(subject !== undefined && { subject }),
    ...single("schema"),
    ...single("out"),
    ...single("handlers"),
    ...single("config"),
    ...single("against"),
    ...single("break"),
    ...single("format"),
    ...single("to"),
    ...single("scan"),
    ...single("client"),
    ...single("contract"),
    ...single("seed"),
    ...single("token"),
    ...single("other-token", "otherToken"),
    ...single("only"),
    ...single("samples"),
    ...(projects && { projects }),
    dryRun: given.has("dry-run"),
    diff: given.has("diff"),
    json: given.has("json"),
    watch: given.has("watch"),
    quiet: given.has("quiet"),
    rules: given.has("rules"),
    fix: given.has("fix"),
    yes: given.has("yes"),
  };
}

/** Options that cannot stand together, in words; undefined where all is well. */
export function contradiction(given: GivenOptions): string | undefined {
  if (given.has("fix") && !given.has("client"))
    return "--fix needs --client: the generated client that rewritten calls use, such as src/client.ts#client.";
  if (given.has("yes") && !given.has("fix")) return "--yes confirms --fix, which is not there.";
  if (!given.has("watch")) return undefined;
  const other = (["check", "dry-run", "json"] as const).find((name) => given.has(name));
  return other && `--watch writes files for as long as it runs, so it does not go with --${other}.`;
}
