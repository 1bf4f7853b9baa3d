import { codePoints } from "./code-points.js";
import { note, type PathSegment, type Trail } from "./trail.js";
import { wrongType } from "./wrong-type.js";

/** Notes a length out of bounds: of a string in characters, of an array in elements. `goesOn`: see `note`. */
export function noteLength(
  trail: Trail,
  path: readonly PathSegment[],
  value: unknown,
  minimum: number | undefined,
  maximum: number | undefined,
  goesOn: boolean | undefined,
): void {
  // A string has at most as many characters as units: where these are too few there is nothing to count.
  const isText = typeof value === "string" && !(value.length < minimum!);
  const length = isText ? codePoints(value) : (value as { readonly length?: number } | null)?.length;
  if (length === undefined) return;
  try {
    if (minimum !== undefined && !(length >= minimum)) {
      note(trail, "too_small", path, `Expected a length of at least ${minimum}`, goesOn);
    }
    if (maximum !== undefined && !(length <= maximum)) {
      note(trail, "too_big", path, `Expected a length of at most ${maximum}`, goesOn);
    }
  } catch {
    // What has a length need not have one that can be compared.
  }
}

/** No string, or one of another length. Zod measures whatever has a length, even where the type is wrong. */
export function wrongText(
  trail: Trail | undefined,
  path: readonly PathSegment[],
  value: unknown,
  minimum?: number,
  maximum?: number,
): boolean {
  if (!trail?.issues) return true;
  if (typeof value !== "string") wrongType(trail, path, value, "a string");
  noteLength(trail, path, value, minimum, maximum, true);
  return false;
}

/** No array, or one that is longer than it may be; then zod looks at no element. */
export function wrongArray(
  trail: Trail | undefined,
  path: readonly PathSegment[],
  value: unknown,
  minimum?: number,
  maximum?: number,
): boolean {
  if (!trail?.issues) return true;
  const isArray = Array.isArray(value);
  if (!isArray) wrongType(trail, path, value, "an array");
  noteLength(trail, path, value, isArray ? undefined : minimum, maximum, !isArray);
  if (isArray) trail.stopped++;
  return false;
}

/** An array that is shorter than it must be. */
export function wrongLength(
  trail: Trail | undefined,
  path: readonly PathSegment[],
  value: readonly unknown[],
  minimum: number,
): boolean {
  if (!trail?.issues) return true;
  noteLength(trail, path, value, minimum, undefined, true);
  return false;
}
