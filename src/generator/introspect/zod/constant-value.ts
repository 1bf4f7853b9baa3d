import type { Json } from "../../../contract/type-node.js";
import { jsonValue } from "./json-value.js";
import type { ZodDef } from "./zod-schema.js";

export type ConstantValue =
  | { readonly kind: "constant"; readonly value: Json }
  /** Code makes a new one each time, or a time is in it. */
  | { readonly kind: "changing" }
  /** JSON does not carry it. */
  | { readonly kind: "foreign"; readonly value: unknown }
  /** Asking for it threw. */
  | { readonly kind: "broken"; readonly error: unknown };

const aMinuteMs = 60_000;

/** The value behind `.default()` or `.prefault()`. Zod keeps a getter there; it is asked twice. */
export function defaultValueOf(def: ZodDef): ConstantValue {
  let first: unknown;
  let second: unknown;
  try {
    first = def["defaultValue"];
    second = def["defaultValue"];
  } catch (error) {
    return { kind: "broken", error };
  }
  const value = jsonValue(first);
  if (value === undefined) return { kind: "foreign", value: first };
  const isSame =
    typeof value === "object"
      ? JSON.stringify(value) === JSON.stringify(jsonValue(second))
      : value === second;
  return isSame && !holdsTheTime(value) ? { kind: "constant", value } : { kind: "changing" };
}

/** The value behind `.catch()`, where zod marked it as a constant. The user's own functions are never called. */
export function catchValueOf(def: ZodDef): ConstantValue {
  const produce = def["catchValue"];
  if (typeof produce !== "function" || !("~constantCatch" in produce)) return { kind: "changing" };
  const found: unknown = produce.call(undefined);
  const value = jsonValue(found);
  return value === undefined ? { kind: "foreign", value: found } : { kind: "constant", value };
}

function holdsTheTime(value: Json): boolean {
  const timeMs =
    typeof value === "number"
      ? value
      : typeof value === "string" && /^\d{4}-\d\d-\d\dT/.test(value)
        ? Date.parse(value)
        : NaN;
  return Math.abs(Date.now() - timeMs) < aMinuteMs;
}
