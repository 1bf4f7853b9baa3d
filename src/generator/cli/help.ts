import type { CommandName, OptionName } from "./options.js";

interface OptionHelp {
  readonly describe: string;
  readonly default?: string;
}

export const optionHelp: { readonly [Name in OptionName]: OptionHelp } = {
  schema: { describe: "The schema file", default: "schema.ts or src/schema.ts" },
  out: { describe: "Folder of the generated files", default: "generated/ beside the schema" },
  handlers: { describe: "Folder of your handler files", default: "handlers/ beside the schema" },
  config: { describe: "The config file", default: "kalphite-gen.config.ts, searched upward" },
  project: { describe: "Only this project of the config; may be given several times" },
  check: { describe: "Write nothing; fail if the files are not what the schema asks for" },
  "dry-run": { describe: "Write nothing; say what would be written" },
  diff: { describe: "Show how each file changes" },
  json: { describe: "Print one report as JSON on stdout, and nothing else there" },
  watch: { describe: "Stay, and generate again whenever an input changes" },
  quiet: { describe: "Print only errors" },
  rules: { describe: "Print the table of all rules instead" },
  against: {
    describe: "What to hold the schema against: a contract.json, a folder, or a git ref",
    default: "compat.against of the config",
  },
  break: {
    describe: "Who must not break, with commas: clients, handlers, stored, source",
    default: "clients,stored",
  },
  format: { describe: "How findings are printed: text, junit, or for compat github", default: "text" },
  to: { describe: "The file to write", default: "stdout" },
  scan: {
    describe: "Folder in which calls of the old store are looked for",
    default: "src/, or the package",
  },
  client: { describe: "The generated client that rewritten calls use, such as src/client.ts#client" },
  fix: { describe: "Rewrite the calls that are certain: shows the diff, and asks" },
  yes: { describe: "Rewrite without asking" },
  contract: { describe: "The contract.json to hold the server to", default: "the schema's contract" },
  seed: { describe: "Send the same operations as the run that told this number" },
  token: { describe: "Bearer token of a user who may do everything" },
  "other-token": { describe: "Bearer token of another user" },
  only: { describe: "Only these checks, with commas" },
  samples: { describe: "A JSON file with entities and arguments to send instead of generated ones" },
};

interface CommandHelp {
  readonly describe: string;
  readonly examples: readonly (readonly [command: string, meaning: string])[];
}

export const commandHelp: { readonly [Name in CommandName]: CommandHelp } = {
  generate: {
    describe: "Turn the schema into checked-in, typed operations (the default)",
    examples: [
      ["$0", "Generate every project of the config"],
      ["$0 --schema src/model.ts --out src/gen", "Generate without a config"],
      ["$0 --dry-run --diff", "Show what would change, write nothing"],
      ["$0 --watch", "Generate on every change"],
    ],
  },
  check: {
    describe: "Fail if the files on disk are not what the schema asks for",
    examples: [
      ["$0 check", "Name every drifted, missing, stale and orphaned file, with a short diff"],
      ["$0 check --diff", "The same with the whole diffs"],
      ["$0 check --json", "For CI: the report on stdout, the verdict in the exit code"],
    ],
  },
  init: {
    describe: "Set up a new or an existing project; overwrites nothing",
    examples: [
      ["$0 init", "A schema to begin with, a config, npm scripts, and what to do next"],
      ["$0 init --schema src/model.ts", "The schema in a place of your choice"],
      ["$0 init --dry-run", "Say what would be set up"],
    ],
  },
  lint: {
    describe: "Report what is wrong or doubtful in the schema",
    examples: [
      ["$0 lint", "Every finding, with its place and its fix"],
      ["$0 lint --rules", "What is looked for"],
    ],
  },
  inspect: {
    describe: "Print the contract: entities, fields, operations, effects",
    examples: [
      ["$0 inspect", "The contract, readable"],
      ["$0 inspect --json", "The contract as data, under projects[].contract"],
    ],
  },
  compat: {
    describe: "Say what the schema breaks of an earlier contract, and for whom",
    examples: [
      ["$0 compat --against main", "Hold the schema against what is committed on a branch"],
      ["$0 compat --against v1.4.0 --break clients", "Only what breaks clients in the field counts"],
      ["$0 compat --against old/contract.json --format junit", "For CI: JUnit's XML on stdout"],
      ["$0 compat --rules", "What is looked for"],
    ],
  },
  export: {
    describe: "Print the contract as OpenAPI, AsyncAPI, JSON Schema or Markdown",
    examples: [
      ["$0 export openapi", "OpenAPI 3.1: the HTTP endpoints, with every operation and entity"],
      ["$0 export asyncapi", "AsyncAPI 3: notifications and the legacy socket"],
      ["$0 export json-schema --to contract.schema.json", "JSON Schema 2020-12, into a file"],
      ["$0 export markdown", "A reference page for people"],
    ],
  },
  import: {
    describe: "Make a schema of an EntitySchema that exists, and find the calls to replace",
    examples: [
      [
        "$0 import src/entities.ts#EntitySchema",
        "Write a schema that uses it, and list the calls to replace",
      ],
      ["$0 import src/entities.ts#EntitySchema --dry-run --diff", "Show the schema, write nothing"],
      [
        "$0 import src/entities.ts#EntitySchema --client src/client.ts#client --fix",
        "Rewrite the calls that are certain",
      ],
    ],
  },
  verify: {
    describe: "Hold a running server, in any language, to the protocol and the contract",
    examples: [
      ["$0 verify http://localhost:8787", "Every clause that can be seen from outside"],
      ["$0 verify $URL --contract contract.json", "Without a schema: the contract alone"],
      ["$0 verify $URL --token ada --other-token ben", "With two users, for what concerns them"],
      ["$0 verify $URL --seed 7 --only gaps,deltas", "The same operations again, two checks"],
    ],
  },
  prune: {
    describe: "Remove handlers whose operation is gone",
    examples: [
      ["$0 prune --dry-run --diff", "Show what would be removed"],
      ["$0 prune", "Remove them; everything else in the files stays as it is"],
    ],
  },
};

export const exitCodes = `Exit codes:
  0  done, and everything is fresh
  1  findings: drift, lint errors, orphaned handlers, breaking changes, broken clauses
  2  could not run: wrong arguments or config, a schema that does not load

Colour is for terminals; NO_COLOR and FORCE_COLOR decide otherwise.`;
