import { existsSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import type { Contract } from "../../contract/contract.js";
import { findConfig } from "../config/find-config.js";
import { loadConfig } from "../config/load-config.js";
import { resolveStyle } from "../config/style.js";
import { schemaPlace } from "../config/schema-place.js";
import { GeneratorError, type Diagnostic } from "../lint/diagnostic.js";
import { toDiagnostics } from "../lint/to-diagnostics.js";
import { loadContract } from "../pipeline.js";
import type { FileChange } from "../plan/plan.js";
import type { ImportNote } from "./conversion.js";
import { type EntitySchema, type ExportReference, readEntitySchema, readReference } from "./entity-schema.js";
import { planSchema } from "./plan-schema.js";
import { legacyMethods, type FoundCall } from "./scan/found-call.js";

/** What the command line says; paths are relative to `cwd`. */
export interface ImportOptions {
  /** `src/entities.ts#EntitySchema` */
  readonly subject: string;
  readonly schema?: string;
  readonly out?: string;
  /** The folder in which legacy calls are looked for. */
  readonly scan?: string;
  /** The generated client, as `subject` names the schema. */
  readonly client?: string;
}

/** All that an import found and would do; nothing is on disk. */
export interface ImportPlan {
  readonly source: EntitySchema;
  /** Absolute. */
  readonly schema: string;
  /** The schema file, where there is none yet. */
  readonly schemaChange?: FileChange;
  readonly contract: Contract;
  readonly differences: readonly ImportNote[];
  readonly hand: readonly ImportNote[];
  /** What is wrong with the entities, or with the schema that is there. */
  readonly diagnostics: readonly Diagnostic[];
  /** Absolute. */
  readonly scanned: string;
  readonly calls: readonly FoundCall[];
  /** Source files with their certain calls rewritten; none without a client. */
  readonly rewrites: readonly FileChange[];
}

/** @throws GeneratorError where the schema or the client cannot be read */
export async function planImport(cwd: string, options: ImportOptions): Promise<ImportPlan> {
  const reference = readReference(options.subject, cwd, "EntitySchema");
  const source = await readEntitySchema(reference, options.subject.includes("#"));
  const found = findConfig(cwd);
  const config = found.path === undefined ? undefined : (await loadConfig(found.path)).config;
  const base = found.path === undefined ? found.root : dirname(found.path);
  const schema = options.schema === undefined ? schemaPlace(base, config) : resolve(cwd, options.schema);
  const made = existsSync(schema) ? await existing(schema, source) : await planned(schema, source);
  const beside = (name: "out" | "handlers", otherwise: string) =>
    config?.[name] === undefined ? join(dirname(schema), otherwise) : resolve(base, config[name]);
  const out = options.out === undefined ? beside("out", "generated") : resolve(cwd, options.out);
  const scanned = options.scan === undefined ? sourcesOf(found.root) : resolve(cwd, options.scan);
  const client = options.client === undefined ? undefined : readReference(options.client, cwd, "client");
  const { calls, changes } = await searched(scanned, made.contract, {
    except: new Set([out, beside("handlers", "handlers"), schema]),
    client,
  });
  return { source, schema, ...made, scanned, calls, rewrites: changes };
}

type Made = Pick<ImportPlan, "schemaChange" | "contract" | "differences" | "hand" | "diagnostics">;

async function planned(path: string, source: EntitySchema): Promise<Made> {
  const { text, contract, findings, differences, hand } = await planSchema(source, path);
  const diagnostics = toDiagnostics(findings, { locate: () => undefined, documentation: () => ({}) });
  return { schemaChange: { path, action: "create", after: text }, contract, differences, hand, diagnostics };
}

/** A schema that is there stays; its operations are what legacy calls become. */
async function existing(path: string, source: EntitySchema): Promise<Made> {
  if (source.file === path)
    throw new GeneratorError(`${path} is the schema file itself. Name another with --schema.`);
  const { contract, diagnostics } = await loadContract(path);
  return {
    contract,
    differences: [],
    hand: [],
    diagnostics: diagnostics.filter(({ severity }) => severity === "error"),
  };
}

function sourcesOf(root: string): string {
  return existsSync(join(root, "src")) ? join(root, "src") : root;
}

async function searched(
  folder: string,
  contract: Contract,
  { except, client }: { readonly except: ReadonlySet<string>; readonly client: ExportReference | undefined },
) {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true)
    throw new GeneratorError(`There is no folder ${folder} to look for calls in.`);
  const { sourceFilesBelow } = await import("./scan/source-files.js");
  const words = new RegExp(`\\b(${legacyMethods.join("|")})\\b`);
  const files = sourceFilesBelow(folder, words, except);
  if (files.length === 0) return { calls: [], changes: [] };
  const { findCalls } = await import("./scan/find-calls.js");
  const { style } = resolveStyle({ out: folder });
  return findCalls({ folder, files, contract, ...(client && { client }), style });
}
