import { noteUnknownKeys, noteWrongKey } from "./issue-keys.js";
import type { Check, Copy, Fields, PathSegment, Trail } from "./trail.js";

/** zod's notion of a plain object: no class instance. */
export function isRecord(value: unknown): value is Fields {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const { constructor } = value;
  if (typeof constructor !== "function") return true;
  const prototype: unknown = constructor.prototype;
  return (
    typeof prototype === "object" &&
    prototype !== null &&
    !Array.isArray(prototype) &&
    Object.hasOwn(prototype, "isPrototypeOf")
  );
}

/** The keys that zod looks at. Symbols are among them, though JSON has none: they are told as wrong keys. */
export function recordKeys(value: Fields): readonly string[] {
  return Reflect.ownKeys(value).filter(
    (key) => key !== "__proto__" && Object.prototype.propertyIsEnumerable.call(value, key),
  ) as string[];
}

/** Whether a key is one, itself or as the number that it spells. */
export function isKey(key: string, check: Check): boolean {
  return check(key) || (typeof key === "string" && /^-?\d+(?:\.\d+)?$/.test(key) && check(Number(key)));
}

/** A key that the record does not take; `path` ends in it. */
export function wrongKey(trail: Trail | undefined, path: readonly PathSegment[]): boolean {
  if (!trail?.issues) return true;
  noteWrongKey(trail, path);
  return false;
}

/** The keys of a partial record that none of `known` is: reported as one issue. */
export function wrongRecordKeys(
  trail: Trail | undefined,
  path: readonly PathSegment[],
  value: Fields,
  known: ReadonlySet<string>,
): boolean {
  const unknown = recordKeys(value).filter((key) => !known.has(key));
  if (unknown.length === 0) return false;
  if (!trail?.issues) return true;
  noteUnknownKeys(trail, path, unknown);
  return false;
}

/**
 * A new object of the same keys in the same order, with copies of their values. Keys that `isValidKey` refuses are
 * kept as they are in a loose record, and left out otherwise.
 */
export function copyRecord(
  value: unknown,
  copy?: Copy,
  isValidKey?: (key: string) => boolean,
  isLoose = false,
): unknown {
  const fields = value as Fields;
  const copied: { [name: string]: unknown } = {};
  for (const key of recordKeys(fields)) {
    const isValid = !isValidKey || isValidKey(key);
    if (isValid || isLoose) copied[key] = isValid && copy ? copy(fields[key]) : fields[key];
  }
  return copied;
}
