import { note, type PathSegment, type Trail } from "./trail.js";
import { wrongType } from "./wrong-type.js";

/** No finite number, or one out of bounds. */
export function wrongNumber(
  trail: Trail | undefined,
  path: readonly PathSegment[],
  value: unknown,
  minimum?: number,
  maximum?: number,
): boolean {
  if (!trail?.issues) return true;
  if (typeof value !== "number" || !Number.isFinite(value)) return wrongType(trail, path, value, "a number");
  noteBounds(trail, path, value, minimum, maximum);
  return false;
}

/** No safe integer, or one out of bounds. */
export function wrongInteger(
  trail: Trail | undefined,
  path: readonly PathSegment[],
  value: unknown,
  minimum?: number,
  maximum?: number,
): boolean {
  if (!trail?.issues) return true;
  if (typeof value !== "number" || !Number.isFinite(value)) return wrongType(trail, path, value, "a number");
  if (noteInteger(trail, path, value, true) || Number.isInteger(value)) {
    noteBounds(trail, path, value, minimum, maximum);
  } else trail.stopped++;
  return false;
}

/** Notes a number that is no safe integer; whether it is one. */
export function noteInteger(
  trail: Trail,
  path: readonly PathSegment[],
  value: number,
  goesOn: boolean,
): boolean {
  if (Number.isSafeInteger(value)) return true;
  if (!Number.isInteger(value)) note(trail, "invalid_type", path, "Expected an integer");
  else noteBounds(trail, path, value, Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER, goesOn);
  return false;
}

function noteBounds(
  trail: Trail,
  path: readonly PathSegment[],
  value: number,
  minimum: number | undefined,
  maximum: number | undefined,
  goesOn = true,
): void {
  if (minimum !== undefined && value < minimum) {
    note(trail, "too_small", path, `Expected at least ${minimum}`, goesOn);
  }
  if (maximum !== undefined && value > maximum) {
    note(trail, "too_big", path, `Expected at most ${maximum}`, goesOn);
  }
}
