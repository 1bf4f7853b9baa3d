import { note, type PathSegment, type Trail } from "./trail.js";

/*
 * The functions named `wrong…` are called where a value is wrong. Without a trail they say at once that checking is
 * over (true). With one they note what is wrong, and checking goes on (false).
 */

export function wrongType(
  trail: Trail | undefined,
  path: readonly PathSegment[],
  value: unknown,
  expected: string,
): boolean {
  if (!trail?.issues) return true;
  const received = value === null ? "null" : Array.isArray(value) ? "array" : typeof value;
  const message = value === undefined ? "Required" : `Expected ${expected}, received ${received}`;
  note(trail, "invalid_type", path, message);
  return false;
}

/** A value that is none of a fixed set. `expected` lists them. */
export function wrongValue(
  trail: Trail | undefined,
  path: readonly PathSegment[],
  expected: string,
): boolean {
  if (!trail?.issues) return true;
  note(trail, "invalid_value", path, `Expected ${expected}`);
  return false;
}

/** A string that is none of a template literal's, or no string. */
export function wrongTemplate(
  trail: Trail | undefined,
  path: readonly PathSegment[],
  value: unknown,
  expected: string,
): boolean {
  if (typeof value !== "string") return wrongType(trail, path, value, expected);
  if (!trail?.issues) return true;
  note(trail, "invalid_format", path, `Expected ${expected}`);
  return false;
}
