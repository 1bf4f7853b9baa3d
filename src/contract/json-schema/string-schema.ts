import type { StringCheck, TypeNode } from "../type-node.js";
import type { JsonSchema, JsonSchemaObject } from "./json-schema.js";
import type { KnownDifferenceId } from "./known-difference.js";

type StringNode = Extract<TypeNode, { readonly kind: "string" }>;
type LengthCheck = Exclude<StringCheck, { readonly check: "format" | "overwrite" }>;
type FormatCheck = Extract<StringCheck, { readonly check: "format" }>;

/** zod's name for a format → JSON Schema's, where it has one of the same meaning. */
const formats: { readonly [format: string]: string } = {
  email: "email",
  uuid: "uuid",
  url: "uri",
  datetime: "date-time",
  date: "date",
  time: "time",
  duration: "duration",
  ipv4: "ipv4",
  ipv6: "ipv6",
  hostname: "hostname",
};

export function stringSchema(node: StringNode, differ: (id: KnownDifferenceId) => void): JsonSchema {
  if (node.coerce) {
    differ("coercion");
    return true;
  }
  const parts: JsonSchemaObject[] = [];
  const checks = node.checks ?? [];
  for (const [index, check] of checks.entries()) {
    if (check.check === "overwrite") {
      if (checks.slice(index).some((behind) => behind.check !== "overwrite")) differ("overwrite");
      break;
    }
    parts.push(check.check === "format" ? formatSchema(check, differ) : lengthSchema(check));
  }
  return merged({ type: "string" }, parts);
}

function lengthSchema({ check, value }: LengthCheck): JsonSchemaObject {
  switch (check) {
    case "min_length":
      return { minLength: value };
    case "max_length":
      return { maxLength: value };
    case "length_equals":
      return { minLength: value, maxLength: value };
  }
}

function formatSchema(
  { format, pattern }: FormatCheck,
  differ: (id: KnownDifferenceId) => void,
): JsonSchemaObject {
  const named = Object.hasOwn(formats, format) ? { format: formats[format]! } : {};
  if (pattern === undefined) {
    differ("format-code");
    return { ...named, ...(named.format === undefined && { $comment: `format: ${format}` }) };
  }
  return { ...named, ...patternSchema(pattern, differ) };
}

/** A pattern, where JSON Schema can say it: without flags that change what it matches. */
export function patternSchema(
  { source, flags }: { readonly source: string; readonly flags: string },
  differ: (id: KnownDifferenceId) => void,
): JsonSchemaObject {
  if (/[ims]/.test(flags) || !isUnicodePattern(source)) {
    differ("pattern-flags");
    return { $comment: `pattern: /${source}/${flags}` };
  }
  if (!flags.includes("u") && !flags.includes("v")) differ("pattern-flags");
  return { pattern: source };
}

function isUnicodePattern(source: string): boolean {
  try {
    return new RegExp(source, "u") instanceof RegExp;
  } catch {
    return false;
  }
}

/** Several checks in one schema, where no keyword is there twice; otherwise all of them beside each other. */
export function merged(base: JsonSchemaObject, parts: readonly JsonSchemaObject[]): JsonSchemaObject {
  const clashing: JsonSchemaObject[] = [];
  let whole = base;
  for (const part of parts) {
    if (Object.keys(part).some((keyword) => keyword in whole)) clashing.push(part);
    else whole = { ...whole, ...part };
  }
  return clashing.length === 0 ? whole : { ...whole, allOf: clashing };
}
