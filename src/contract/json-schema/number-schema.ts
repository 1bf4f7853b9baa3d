import type { NumberCheck, TypeNode } from "../type-node.js";
import type { JsonSchema, JsonSchemaObject } from "./json-schema.js";
import type { KnownDifferenceId } from "./known-difference.js";
import { merged } from "./string-schema.js";

type NumberNode = Extract<TypeNode, { readonly kind: "number" }>;

const FLOAT32 = 3.4028234663852886e38;

const formats: {
  readonly [Format in Extract<NumberCheck, { readonly check: "format" }>["format"]]: JsonSchemaObject;
} = {
  safeint: { type: "integer", minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER },
  int32: { type: "integer", minimum: -(2 ** 31), maximum: 2 ** 31 - 1 },
  uint32: { type: "integer", minimum: 0, maximum: 2 ** 32 - 1 },
  float32: { minimum: -FLOAT32, maximum: FLOAT32 },
  float64: {},
};

export function numberSchema(node: NumberNode, differ: (id: KnownDifferenceId) => void): JsonSchema {
  if (node.coerce) {
    differ("coercion");
    return true;
  }
  return merged(
    { type: "number" },
    (node.checks ?? []).map((check) => checkSchema(check, differ)),
  );
}

function checkSchema(check: NumberCheck, differ: (id: KnownDifferenceId) => void): JsonSchemaObject {
  switch (check.check) {
    case "greater_than":
      return check.inclusive ? { minimum: check.value } : { exclusiveMinimum: check.value };
    case "less_than":
      return check.inclusive ? { maximum: check.value } : { exclusiveMaximum: check.value };
    case "multiple_of":
      differ("multiple-of");
      return { multipleOf: Math.abs(check.value) };
    case "format":
      if (check.format.startsWith("float")) differ("float32");
      return formats[check.format];
  }
}
