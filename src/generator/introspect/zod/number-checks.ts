import type { NumberCheck } from "../../../contract/type-node.js";
import { abort, codeReason, type CheckList } from "./string-checks.js";
import type { ZodCheck, ZodCheckDef } from "./zod-schema.js";

const formats = ["safeint", "int32", "uint32", "float32", "float64"] as const;

export function numberChecks(checks: readonly ZodCheck[]): CheckList<NumberCheck> {
  const found: NumberCheck[] = [];
  for (const { _zod } of checks) {
    const known = _zod.def["when"] === undefined ? numberCheck(_zod.def) : undefined;
    if (known === undefined) return { code: codeReason(_zod.def) };
    found.push(known);
  }
  return { checks: found };
}

function numberCheck(def: ZodCheckDef): NumberCheck | undefined {
  const { value, inclusive } = def;
  switch (def.check) {
    case "greater_than":
    case "less_than":
      return typeof value === "number" && Number.isFinite(value)
        ? { check: def.check, value, inclusive: inclusive === true, ...abort(def) }
        : undefined;
    case "multiple_of":
      return typeof value === "number" && Number.isFinite(value)
        ? { check: "multiple_of", value, ...abort(def) }
        : undefined;
    case "number_format": {
      const format = formats.find((name) => name === (def["format"] ?? "float64"));
      return format && { check: "format", format, ...abort(def) };
    }
    default:
      return undefined;
  }
}
