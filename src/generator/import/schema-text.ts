import { dirname, relative } from "node:path";
import {
  code,
  identifier,
  isIdentifierName,
  join,
  literal,
  literalKey,
  plainText,
  type Code,
} from "../../../templates/code/index.js";
import type { OutputStyle } from "../plan/planned-file.js";
import { variableName } from "../plan/names.js";
import type { ConvertedEntities } from "./conversion.js";
import type { EntitySchema } from "./entity-schema.js";
import type { SuggestedOperation } from "./suggest-operations.js";

export interface SchemaFile {
  /** Absolute. */
  readonly path: string;
  readonly source: Pick<EntitySchema, "file" | "specifier" | "exportName">;
  /** Entities that are written anew; absent where the schema is used in place. */
  readonly converted?: ConvertedEntities["entities"];
  /** Where zod 4 is imported from. */
  readonly zod: string;
  readonly operations: readonly SuggestedOperation[];
  readonly style: OutputStyle;
}

/** The text of the schema file, before formatting. */
export function schemaText(file: SchemaFile): string {
  const { converted, operations } = file;
  const kinds = [...new Set(operations.map(({ kind }) => kind))];
  const functions = [
    "defineSchema",
    ...kinds,
    ...(operations.some(({ stamps }) => stamps.length > 0) ? ["now"] : []),
  ];
  const local = localName(file.source.exportName);
  const imports = converted ? code`import { z } from ${literal(file.zod)};\n` : importOf(file, local);
  const names = functions.sort().map(identifier);
  const entities = converted ? code`{${join(converted.map(entity), "\n")}}` : code`${identifier(local)}`;
  const text = code`${imports}import { ${join(names, ", ")} } from "kalphite-gen/schema";

/**
 * Everything that the app keeps in sync, and everything that may happen to it.
 * After a change run \`npx kalphite-gen\`: generated/ follows this file.
 */
export default defineSchema({
  entities: ${entities},

  // These are suggestions: a name such as completeTodo says more than updateTodo does. Clients of before go on to send
  // upserts and deletes of whole entities, which are operations of every contract.
  operations: {
${byEntity(operations)}
  },
});
`;
  return plainText(text);
}

function importOf({ path, source, style }: SchemaFile, local: string): Code {
  const { exportName, specifier } = source;
  const from = literal(specifier ?? relativeModule(path, source.file, style));
  if (exportName === "default") return code`import ${identifier(local)} from ${from};\n`;
  return local === exportName
    ? code`import { ${identifier(local)} } from ${from};\n`
    : code`import { ${literalKey(exportName)} as ${identifier(local)} } from ${from};\n`;
}

/** A module beside, as a file of that place imports it. */
export function relativeModule(from: string, to: string, { importExtension }: OutputStyle): string {
  const path = relative(dirname(from), to).replaceAll("\\", "/");
  const local = path.startsWith(".") ? path : `./${path}`;
  const [, stem = local, kind = "", source = ""] = /^(.*)\.([cm]?)([jt]sx?)$/.exec(local) ?? [];
  if (importExtension === ".ts" || source.startsWith("j")) return local;
  return kind === "" && importExtension === "" ? stem : `${stem}.${kind}js`;
}

const taken = new Set(["z", "defineSchema", "create", "update", "remove", "now"]);

function localName(exportName: string): string {
  const name = exportName === "default" ? "EntitySchema" : variableName(exportName);
  return taken.has(name) || !isIdentifierName(name) ? `${name}Schema` : name;
}

function entity({ type, schema }: ConvertedEntities["entities"][number]): Code {
  return code`${literalKey(type)}: ${schema},`;
}

function byEntity(operations: readonly SuggestedOperation[]): Code {
  const types = [...new Set(operations.map((operation) => operation.entity))];
  const groups = types.map((type) =>
    join(
      operations
        .filter((operation) => operation.entity === type)
        .map((operation) => code`${literalKey(operation.name)}: ${call(operation)},`),
      "\n",
    ),
  );
  return join(groups, "\n\n");
}

function call({ kind, entity, args, stamps }: SuggestedOperation): Code {
  if (kind === "remove") return code`remove(${literal(entity)})`;
  const list =
    args.length > 0 &&
    code`args: [${join(
      args.map((arg) => literal(arg)),
      ", ",
    )}]`;
  const set =
    stamps.length > 0 &&
    code`set: { ${join(
      stamps.map((field) => code`${literalKey(field)}: now()`),
      ", ",
    )} }`;
  const options = [list, set].filter((part) => part !== false);
  const write = kind === "create" ? code`create` : code`update`;
  return options.length === 0
    ? code`${write}(${literal(entity)})`
    : code`${write}(${literal(entity)}, { ${join(options, ", ")} })`;
}
