import type { Json } from "../../contract/type-node.js";
import { defaultValueOf } from "./zod/constant-value.js";
import { jsonValue } from "./zod/json-value.js";
import type { ZodSchema } from "./zod/zod-schema.js";

export type FieldValue =
  { readonly kind: "value"; readonly value: Json } | { readonly kind: "none"; readonly reason: string };

/** What zod makes of a field that is left out of a new entity: its default. */
export function createdDefault(schema: ZodSchema | undefined): FieldValue {
  const plain = schema && plainDefault(schema);
  if (plain) return plain;
  if (hasChangingDefault(schema)) return { kind: "none", reason: "code makes its default anew each time." };
  const optin = schema?._zod.optin;
  return optin === "defaulted" || optin === "optional"
    ? parse(undefined, schema)
    : { kind: "none", reason: "it is required." };
}

/** Types of zod that need a value, and fill nothing in. */
const requiredTypes = new Set("string number boolean enum array object".split(" "));

/** For the common forms without asking zod, which prepares itself at length for each schema that it is asked about. */
function plainDefault({ _zod: { def } }: ZodSchema): FieldValue | undefined {
  if (requiredTypes.has(def.type)) return { kind: "none", reason: "it is required." };
  if (def.checks?.length) return undefined;
  const inner = (def["innerType"] as ZodSchema | undefined)?._zod.def.type;
  if (def.type === "optional" && inner !== undefined && requiredTypes.has(inner))
    return { kind: "none", reason: "it stays absent." };
  const value = def.type === "default" ? defaultValueOf(def) : undefined;
  return value?.kind === "constant" ? { kind: "value", value: value.value } : undefined;
}

/** Whether a default is another each time: what it is now must not become a constant of generated code. */
export function hasChangingDefault(schema: ZodSchema | undefined): boolean {
  if (schema === undefined) return false;
  const { def } = schema._zod;
  if (def.type === "default" || def.type === "prefault") return defaultValueOf(def).kind === "changing";
  return hasChangingDefault(def["innerType"] as ZodSchema | undefined);
}

/** What zod makes of a literal in `set`. */
export function parsedLiteral(value: unknown, schema: ZodSchema | undefined): FieldValue {
  return parse(value, schema);
}

interface Standard {
  readonly validate: (value: unknown) => unknown;
}

function parse(value: unknown, schema: ZodSchema | undefined): FieldValue {
  const standard = (schema as { readonly "~standard"?: Standard } | undefined)?.["~standard"];
  if (!standard) return { kind: "none", reason: "it has no zod schema." };
  let result: unknown;
  try {
    result = standard.validate(value);
  } catch (error) {
    return { kind: "none", reason: error instanceof Error ? error.message : String(error) };
  }
  if (typeof result !== "object" || result === null || result instanceof Promise)
    return { kind: "none", reason: "its check is asynchronous." };
  if ("issues" in result && Array.isArray(result.issues)) {
    const [issue] = result.issues as readonly { readonly message: string }[];
    return { kind: "none", reason: issue?.message ?? "zod refuses it." };
  }
  const json = "value" in result ? jsonValue(result.value) : undefined;
  return json === undefined
    ? { kind: "none", reason: "JSON cannot carry it." }
    : { kind: "value", value: json };
}
