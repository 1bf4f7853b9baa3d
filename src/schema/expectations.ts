/**
 * What the authoring functions check when they run: shapes alone, which a type assertion or plain JavaScript can get wrong.
 * Whether a name exists and a value fits is the generator's to say, with the line; a zod 3 schema likewise.
 */

/** Whether a value is a zod schema: of zod 4, zod/mini and zod/v4/core alike, or of zod 3. */
export function isZodSchema(value: unknown): boolean {
  return typeof value === "object" && value !== null && ("_zod" in value || "_def" in value);
}

/** Whether a value is an object that is neither an array nor a zod schema. */
export function isRecord(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !isZodSchema(value);
}

/** Whether a value is an array of nothing but non-empty strings. */
export function isNameList(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every(isName);
}

/** Whether a value is a string with at least one character. */
export function isName(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}

/** The error for a value of the wrong shape: `create("todo"): args must be …, got null`. */
export function expected(place: string, shape: string, value: unknown): TypeError {
  return new TypeError(`${place} must be ${shape}, got ${described(value)}`);
}

/** The error for the first property that is no zod schema, or for a value that is no object; else undefined. */
export function notZodRecord(
  value: unknown,
  place: string,
  shape = "an object of zod schemas",
): TypeError | undefined {
  if (!isRecord(value)) return expected(place, shape, value);
  for (const name of Object.keys(value)) {
    if (!isZodSchema(value[name])) return expected(`${place}.${name}`, "a zod schema", value[name]);
  }
  return undefined;
}

function described(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "function") return "a function";
  if (Array.isArray(value)) return `[${value.map(described).join(", ")}]`;
  if (typeof value === "object") return isZodSchema(value) ? "a zod schema" : "an object";
  return `${typeof value} ${String(value)}`;
}
