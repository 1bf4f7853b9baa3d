import { GeneratorError } from "../../lint/diagnostic.js";
import { isRecord } from "../../config/config-problem.js";

/** JSON Schema as data; `true` and `false` are schemas too. */
export type JsonSchema = boolean | { readonly [keyword: string]: unknown };

/** Whether a value is a Standard Schema that can tell its JSON Schema (StandardJSONSchemaV1). */
export function isStandardJsonSchema(value: unknown): boolean {
  return converterOf(value) !== undefined;
}

export function isStandardSchema(value: unknown): boolean {
  return standardOf(value) !== undefined;
}

/**
 * The JSON Schema of what such a schema takes.
 * @throws GeneratorError where its library cannot say it
 */
export function jsonSchemaOf(value: unknown, name: string): JsonSchema {
  try {
    const schema = converterOf(value)!({ target: "draft-2020-12" });
    if (typeof schema === "boolean" || isRecord(schema)) return schema;
    throw new TypeError("it gave no object");
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new GeneratorError(`${name} cannot be given as JSON Schema: ${reason}`, [], { cause: error });
  }
}

type Converter = (options: { readonly target: string }) => unknown;

/** Schemas of some libraries are functions. */
function standardOf(value: unknown): { readonly [name: string]: unknown } | undefined {
  if ((typeof value !== "object" && typeof value !== "function") || value === null) return undefined;
  const standard = (value as { readonly [name: string]: unknown })["~standard"];
  return isRecord(standard) ? standard : undefined;
}

function converterOf(value: unknown): Converter | undefined {
  const converter = standardOf(value)?.["jsonSchema"];
  if (!isRecord(converter) || typeof converter["input"] !== "function") return undefined;
  return (options) => (converter as { readonly input: Converter }).input(options);
}
