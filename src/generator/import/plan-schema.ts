import { createHash } from "node:crypto";
import { basename, dirname } from "node:path";
import { join, code, literalKey, plainText } from "../../../templates/code/index.js";
import { createFormatter } from "../format/create-formatter.js";
import { GeneratorError } from "../lint/diagnostic.js";
import { findPackage } from "../load/packages.js";
import { runBundle } from "../load/run-bundle.js";
import { resolveStyle } from "../config/style.js";
import type { ConvertedEntities } from "./conversion.js";
import type { EntitySchema } from "./entity-schema.js";
import { schemaText } from "./schema-text.js";
import { suggestOperations, type Suggestions } from "./suggest-operations.js";

/** A schema file that may be written. */
export interface PlannedSchema extends Suggestions {
  readonly text: string;
  readonly differences: ConvertedEntities["differences"];
}

/**
 * An entity schema → a schema file that uses it, or says the same in zod 4, with operations suggested.
 * @throws GeneratorError where zod 4 is not installed, or the schema is no union of entities
 */
export async function planSchema(schema: EntitySchema, path: string): Promise<PlannedSchema> {
  const converted = await convert(schema);
  const zod = converted ? zodSpecifier(path) : "zod";
  const entities = converted ? await evaluate(converted, zod, path) : schema.value;
  const suggestions = suggestOperations(entities);
  if (suggestions.contract.entities.length === 0) {
    const [finding] = suggestions.findings;
    throw new GeneratorError(
      `${schema.exportName} of ${schema.file} has no entities. ${finding?.message ?? ""}`.trim(),
    );
  }
  const text = schemaText({
    path,
    source: schema,
    ...(converted && { converted: converted.entities }),
    zod,
    operations: suggestions.operations,
    style: resolveStyle({ out: dirname(path) }).style,
  });
  const formatter = createFormatter({ out: dirname(path) });
  const [formatted] = await formatter.format([{ path: basename(path), text }]);
  return {
    ...suggestions,
    text: formatted!.text,
    differences: converted?.differences ?? [],
    hand: [...(converted?.hand ?? []), ...suggestions.hand],
  };
}

async function convert(schema: EntitySchema): Promise<ConvertedEntities | undefined> {
  if (schema.kind === "zod4") return undefined;
  if (schema.kind === "zod3") {
    const [{ convertZod3 }, { asZod3 }] = await Promise.all([
      import("./zod3/convert-zod3.js"),
      import("./zod3/zod3-schema.js"),
    ]);
    return convertZod3(asZod3(schema.value)!, schema.exportName);
  }
  const [{ convertJsonSchema }, { jsonSchemaOf }] = await Promise.all([
    import("./json-schema/convert-json-schema.js"),
    import("./json-schema/standard-json-schema.js"),
  ]);
  return convertJsonSchema(jsonSchemaOf(schema.value, schema.exportName), schema.exportName);
}

/** What `defineSchema` would be given: the entities as zod 4 makes them of the code. */
async function evaluate({ entities }: ConvertedEntities, zod: string, path: string): Promise<unknown> {
  const seen = new Set<string>();
  for (const { type } of entities) {
    if (seen.has(type)) throw new GeneratorError(`There are two entities of the type "${type}".`);
    seen.add(type);
  }
  const properties = entities.map(({ type, schema }) => code`${literalKey(type)}: ${schema}`);
  const body = plainText(code`export const entities = { ${join(properties, ", ")} };`);
  const text = `import { z } from ${JSON.stringify(zod)};\n${body}\n`;
  const hash = createHash("sha256").update(text).digest("hex");
  const exports = await runBundle({ code: text, hash, inputs: [], packages: {}, diagnostics: [] }, path);
  return exports["entities"];
}

function zodSpecifier(path: string): string {
  const zod = findPackage("zod", path);
  if (zod === undefined) throw new GeneratorError("zod is not installed. Run: npm install zod");
  const [major = 0, minor = 0] = zod.version.split(".").map(Number);
  if (major >= 4) return "zod";
  if (major === 3 && minor >= 25) return "zod/v4";
  throw new GeneratorError(
    `zod ${zod.version} is installed, and the schema file needs zod 4. Run: npm install zod@4; code of zod 3 goes on with import { z } from "zod/v3".`,
  );
}
