/** Whether a value is a zod 4 schema, of zod, zod/mini or zod/v4/core alike. */
export function isZodSchema(value: unknown): boolean {
  return typeof value === "object" && value !== null && "_zod" in value;
}

/** Whether a value is an object that is neither an array nor a zod schema, of any version. */
export function isRecord(value: unknown): value is { readonly [key: string]: unknown } {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    !isZodSchema(value) &&
    !isZod3(value)
  );
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

/** The error for the first property that is not a zod 4 schema, or for a value that is no object; else undefined. */
export function notZodRecord(
  value: unknown,
  place: string,
  shape = "an object of zod schemas",
): TypeError | undefined {
  if (!isRecord(value)) return expected(place, shape, value);
  for (const name in value) {
    if (!isZodSchema(value[name])) return expected(`${place}.${name}`, "a zod schema", value[name]);
  }
  return undefined;
}

function isZod3(value: object): boolean {
  return "_def" in value && !("_zod" in value);
}

function described(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "function") return "a function";
  if (Array.isArray(value)) return "an array";
  if (isZodSchema(value)) return "a zod schema";
  if (typeof value === "object") return isZod3(value) ? "a zod 3 schema (zod 4 is needed)" : "an object";
  return `${typeof value} ${String(value)}`;
}
