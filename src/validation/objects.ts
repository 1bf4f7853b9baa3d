import { noteUnknownKeys } from "./issue-keys.js";
import type { Fields, PathSegment, Trail } from "./trail.js";
import { wrongType } from "./wrong-type.js";

export function isObject(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A property that must be there, were it with no value. */
export function missing(trail: Trail | undefined, path: readonly PathSegment[]): boolean {
  return wrongType(trail, path, undefined, "");
}

/** The keys of a value that none of `known` is: reported as one issue. */
export function wrongKeys(
  trail: Trail | undefined,
  path: readonly PathSegment[],
  value: Fields,
  known: ReadonlySet<string>,
): boolean {
  const unknown: string[] = [];
  for (const key in value) {
    if (known.has(key)) continue;
    if (!trail?.issues) return true;
    unknown.push(key);
  }
  if (trail?.issues && unknown.length > 0) noteUnknownKeys(trail, path, unknown);
  return false;
}

/** Copies what an object holds besides its known keys. */
export function copyRest(
  copy: { [name: string]: unknown },
  value: Fields,
  known: ReadonlySet<string>,
  copyValue?: (value: unknown) => unknown,
): unknown {
  for (const key in value) {
    if (!known.has(key) && key !== "__proto__") copy[key] = copyValue ? copyValue(value[key]) : value[key];
  }
  return copy;
}
