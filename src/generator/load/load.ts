import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { SchemaDefinition } from "../../schema/definition.js";
import { GeneratorError } from "../lint/diagnostic.js";
import { bundleFile } from "./bundle.js";
import { fileStats } from "./file-stats.js";
import type { LoadedSchema, SchemaSources } from "./loaded-schema.js";
import { runBundle } from "./run-bundle.js";
import { createSchemaSources } from "./schema-sources.js";

/**
 * Path → LoadedSchema: bundles the schema file with what it imports, runs it, and takes its default export.
 * @throws GeneratorError with located diagnostics (`schema-not-found`, `schema-syntax`, `schema-throws`, `schema-shape`)
 */
export async function loadSchema(schemaPath: string): Promise<LoadedSchema> {
  const path = resolve(schemaPath);
  const stats = fileStats(path);
  if (stats?.isFile() !== true) throw notFound(path, stats !== undefined);
  const bundling = bundleFile(path);
  warmZod(path);
  const bundle = await bundling;
  const exports = await runBundle(bundle, path);
  const definition = exports["default"];
  const sources = createSchemaSources(path, bundle.inputs);
  if (!isSchemaDefinition(definition)) throw wrongShape(path, exports, sources);
  return {
    path,
    definition,
    inputs: bundle.inputs,
    packages: bundle.packages,
    sources,
    diagnostics: bundle.diagnostics,
  };
}

/** Imports the schema's zod while esbuild works in its own process; what goes wrong here shows when the schema runs. */
function warmZod(path: string): void {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    const entry = join(folder, "node_modules", "zod", "index.js");
    if (existsSync(entry)) return void import(pathToFileURL(entry).href).catch(() => undefined);
    if (folder === dirname(folder)) return;
  }
}

function isSchemaDefinition(value: unknown): value is SchemaDefinition {
  if (typeof value !== "object" || value === null) return false;
  const { kind, entities, operations } = value as Partial<Record<string, unknown>>;
  const isObject = (part: unknown) => typeof part === "object" && part !== null;
  return kind === "kalphite-schema" && isObject(entities) && isObject(operations);
}

function notFound(path: string, isThere: boolean): GeneratorError {
  const message = isThere ? `${path} is a folder, not a schema file.` : `There is no schema file at ${path}.`;
  return new GeneratorError(message, [
    {
      rule: "schema-not-found",
      severity: "error",
      message,
      fix: "Name it with --schema or in the config, or run `kalphite-gen init` to start one.",
    },
  ]);
}

function wrongShape(
  path: string,
  exports: { readonly [name: string]: unknown },
  sources: SchemaSources,
): GeneratorError {
  const named = Object.keys(exports).filter((name) => isSchemaDefinition(exports[name]));
  const message =
    "default" in exports
      ? "The default export is not what defineSchema() returns."
      : "The schema file has no default export.";
  const fix =
    named.length > 0
      ? `Export it as the default: export default ${named[0]};`
      : "Write: export default defineSchema({ entities: { … }, operations: { … } });";
  const fileStart = { file: path, line: 1, column: 1, endLine: 1, endColumn: 1 };
  const location = sources.locate([]) ?? fileStart;
  return new GeneratorError(`${path}: ${message}`, [
    { rule: "schema-shape", severity: "error", message, fix, location },
  ]);
}
