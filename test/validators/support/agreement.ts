import type { z } from "zod";
import type { Validator } from "../../../src/validation/index.js";

/** How a validator differs from zod on a value; undefined where it does not. */
export function disagreement(
  schema: z.ZodType,
  validator: Validator<unknown, unknown>,
  value: unknown,
): string | undefined {
  let expected: ReturnType<z.ZodType["safeParse"]> | undefined;
  try {
    expected = schema.safeParse(value);
    void expected.error;
  } catch {
    expected = undefined;
  }
  const is = validator.is(value);
  const issues = validator.issues(value);
  const parsed = validator.parse(value);
  if (is !== parsed.ok || is !== (issues.length === 0)) {
    return `is ${is}, parse ${parsed.ok}, ${issues.length} issues (${show(issues)})`;
  }
  // Where a check in the schema throws, zod has no answer: it stops wherever it stands.
  if (expected === undefined) return undefined;
  if (expected.success !== is) {
    return `zod ${expected.success ? "accepts" : `refuses ${show(places(expected.error!.issues))}`}, we ${is ? "accept" : `refuse ${show(places(issues))}`}`;
  }
  if (parsed.ok) {
    const [ours, theirs] = [shape(parsed.value), shape(expected.data)];
    return ours === theirs ? undefined : `zod yields ${theirs}, we ${ours}`;
  }
  const [ours, theirs] = [show(places(issues)), show(places(expected.error!.issues))];
  return ours === theirs ? undefined : `zod reports ${theirs}, we ${ours}`;
}

function places(
  issues: readonly { readonly code?: string | undefined; readonly path: readonly PropertyKey[] }[],
) {
  return issues.map(({ code, path }) => [
    code,
    path.map((part) => (typeof part === "symbol" ? String(part) : part)),
  ]);
}

function show(value: unknown): string {
  return JSON.stringify(value);
}

/** A value with everything that tells it from another: key order, undefined, `-0`, frozenness, prototypes. */
function shape(value: unknown, depth = 0): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "number") return Object.is(value, -0) ? "-0" : String(value);
  if (typeof value !== "object" || value === null || depth > 50) return String(value);
  const mark = Object.isFrozen(value) ? "frozen" : "";
  if (Array.isArray(value)) {
    const items = Array.from({ length: value.length }, (_, index) =>
      index in value ? shape(value[index], depth + 1) : "hole",
    );
    return `${mark}[${items.join(",")}]`;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  const kind = prototype === Object.prototype ? "" : prototype === null ? "null" : "custom";
  const entries = Reflect.ownKeys(value).map(
    (key) => `${JSON.stringify(String(key))}:${shape(Reflect.get(value, key), depth + 1)}`,
  );
  return `${mark}${kind}{${entries.join(",")}}`;
}
