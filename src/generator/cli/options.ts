export type CommandName =
  "generate" | "check" | "init" | "lint" | "inspect" | "prune" | "compat" | "export" | "import" | "verify";

export type OptionName =
  | "schema"
  | "out"
  | "handlers"
  | "config"
  | "project"
  | "check"
  | "dry-run"
  | "diff"
  | "json"
  | "watch"
  | "quiet"
  | "rules"
  | "against"
  | "break"
  | "format"
  | "to"
  | "scan"
  | "client"
  | "fix"
  | "yes"
  | "contract"
  | "seed"
  | "token"
  | "other-token"
  | "only"
  | "samples";

/** `names` may be given several times, a `path`, a `word` and a `flag` once. */
export type OptionKind = "path" | "names" | "word" | "flag";

export const optionKinds: { readonly [Name in OptionName]: OptionKind } = {
  schema: "path",
  out: "path",
  handlers: "path",
  config: "path",
  project: "names",
  check: "flag",
  "dry-run": "flag",
  diff: "flag",
  json: "flag",
  watch: "flag",
  quiet: "flag",
  rules: "flag",
  against: "word",
  break: "word",
  format: "word",
  to: "path",
  scan: "path",
  client: "word",
  fix: "flag",
  yes: "flag",
  contract: "path",
  seed: "word",
  token: "word",
  "other-token": "word",
  only: "word",
  samples: "path",
};

const places = ["schema", "out", "handlers", "config", "project"] as const;
const output = ["json", "quiet"] as const;

/** The options that a command takes, in the order of its help; any other is an error. */
export const commandOptions: { readonly [Command in CommandName]: readonly OptionName[] } = {
  generate: [...places, "check", "dry-run", "diff", "watch", ...output],
  check: [...places, "check", "diff", ...output],
  init: ["schema", "out", "handlers", "dry-run", ...output],
  lint: [...places, "rules", ...output],
  inspect: [...places, ...output],
  prune: [...places, "dry-run", "diff", ...output],
  compat: ["against", "break", "format", ...places, "rules", ...output],
  export: ["to", ...places, ...output],
  import: ["schema", "out", "scan", "client", "fix", "yes", "dry-run", "diff", ...output],
  verify: ["contract", "token", "other-token", "seed", "only", "samples", "format", ...places, ...output],
};

/** A word of a list, or, without one, any. */
export interface CommandSubject {
  readonly name: string;
  readonly choices?: readonly string[];
}

/** What stands behind a command's name: one word, which the command asks for. */
export const commandSubjects: {
  readonly [Command in CommandName]?: CommandSubject;
} = {
  export: { name: "what", choices: ["openapi", "asyncapi", "json-schema", "markdown"] },
  import: { name: "module" },
  verify: { name: "url" },
};

export const commandNames: readonly CommandName[] = [
  "generate",
  "check",
  "init",
  "lint",
  "inspect",
  "prune",
  "compat",
  "export",
  "import",
  "verify",
];

export function isCommandName(text: string): text is CommandName {
  return (commandNames as readonly string[]).includes(text);
}

export function isOptionOf(command: CommandName, text: string): text is OptionName {
  return (commandOptions[command] as readonly string[]).includes(text);
}
