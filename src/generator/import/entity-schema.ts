import { existsSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { closestWord } from "../config/closest-word.js";
import { entitySources } from "../introspect/entity-source.js";
import { isZodSchema } from "../introspect/zod/zod-schema.js";
import { GeneratorError } from "../lint/diagnostic.js";
import { bundleAndImport } from "../load/bundle-and-import.js";
import { packageNameOf } from "../load/packages.js";
import { isStandardJsonSchema, isStandardSchema } from "./json-schema/standard-json-schema.js";
import { asZod3 } from "./zod3/zod3-schema.js";

/** An export of a module, as `import <module>#<export>` names it. */
export interface ExportReference {
  /** Absolute. */
  readonly file: string;
  /** The package's specifier, where one was named and not a file. */
  readonly specifier?: string;
  readonly exportName: string;
}

/** A schema that exists already, run and told apart. */
export interface EntitySchema extends ExportReference {
  readonly kind: "zod4" | "zod3" | "json-schema";
  readonly value: unknown;
}

const extensions = [".ts", ".tsx", ".mts", ".cts", ".js", ".mjs", ".cjs"];

/** `src/entities.ts#EntitySchema`; without an export the name is `otherwise`. @throws GeneratorError where there is no such module */
export function readReference(subject: string, cwd: string, otherwise: string): ExportReference {
  const hash = subject.lastIndexOf("#");
  const module = hash < 0 ? subject : subject.slice(0, hash);
  const exportName = (hash < 0 ? "" : subject.slice(hash + 1)) || otherwise;
  if (module === "")
    throw new GeneratorError(`Name the module in front of #${exportName}: src/entities.ts#${exportName}.`);
  const path = resolve(cwd, module);
  const stem = path.replace(/\.([cm]?)js$/, "");
  const file = [
    path,
    ...extensions.flatMap((extension) => [path + extension, stem + extension]),
    ...extensions.map((extension) => join(path, `index${extension}`)),
  ].find(isFile);
  if (file !== undefined) return { file, exportName };
  const found = packageNameOf(module) === undefined ? undefined : packageFile(module, cwd);
  if (found !== undefined) return { file: found, specifier: module, exportName };
  throw new GeneratorError(
    `There is no module ${module}: looked for ${path} and for a package of that name. Name a file, such as src/entities.ts#${exportName}.`,
  );
}

/**
 * Loads what the reference names. Without a name in the subject, the only schema that the module exports will do.
 * @throws GeneratorError where the module does not load, or the export is missing or no schema
 */
export async function readEntitySchema(reference: ExportReference, isNamed: boolean): Promise<EntitySchema> {
  const { exports } = await bundleAndImport(reference.file);
  const candidates = Object.keys(exports).filter((name) => kindOf(exports[name]) !== undefined);
  const others = candidates.filter((name) => isUnion(exports[name]));
  const only = isNamed || reference.exportName in exports || others.length !== 1 ? undefined : others[0];
  const exportName = only ?? reference.exportName;
  if (!Object.hasOwn(exports, exportName)) {
    const meant = closestWord(exportName, Object.keys(exports));
    const list =
      candidates.length === 0 ? "It exports no schema." : `Its schemas are ${candidates.join(", ")}.`;
    throw new GeneratorError(
      `${reference.file} has no export ${exportName}. ${meant === undefined ? list : `Did you mean ${meant}?`}`,
    );
  }
  const value = exports[exportName];
  const kind = kindOf(value);
  if (kind === undefined) throw new GeneratorError(`${exportName} of ${reference.file} ${refusal(value)}`);
  return { ...reference, exportName, kind, value };
}

function kindOf(value: unknown): EntitySchema["kind"] | undefined {
  if (isZodSchema(value)) return "zod4";
  if (asZod3(value)) return "zod3";
  return isStandardJsonSchema(value) ? "json-schema" : undefined;
}

function isUnion(value: unknown): boolean {
  if (isZodSchema(value)) return value._zod.def.type === "union" && entitySources(value as never).length > 0;
  const zod3 = asZod3(value);
  return zod3 ? /^Zod(Discriminated)?Union$/.test(zod3._def.typeName) : isStandardJsonSchema(value);
}

function refusal(value: unknown): string {
  if (isStandardSchema(value))
    return "is a Standard Schema that gives no JSON Schema (~standard.jsonSchema). Newer versions of its library do, or wrap it: for valibot that is toStandardJsonSchema() of @valibot/to-json-schema.";
  return "is no schema: neither of zod, nor a Standard Schema that gives a JSON Schema.";
}

function packageFile(specifier: string, cwd: string): string | undefined {
  try {
    return createRequire(join(cwd, "package.json")).resolve(specifier);
  } catch {
    return undefined;
  }
}

function isFile(path: string): boolean {
  return existsSync(path) && statSync(path).isFile();
}
