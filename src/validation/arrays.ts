import { note, type Copy, type PathSegment, type Trail } from "./trail.js";
import { wrongType } from "./wrong-type.js";

/**
 * Whether the value is an array of that many items. One that is too long is noted, and its items are still looked at,
 * as zod does.
 */
export function isTuple(
  value: unknown,
  minimum: number,
  maximum: number,
  trail?: Trail,
  path: readonly PathSegment[] = [],
): value is readonly unknown[] {
  if (!Array.isArray(value)) {
    wrongType(trail, path, value, "an array");
    return false;
  }
  const { length } = value;
  if (length >= minimum && length <= maximum) return true;
  if (!trail) return false;
  const isShort = length < minimum;
  const bound = isShort ? minimum : maximum;
  const message = `Expected ${isShort ? "at least" : "at most"} ${bound} item${bound === 1 ? "" : "s"}`;
  note(trail, isShort ? "too_small" : "too_big", path, message);
  return !isShort;
}

/** A new array of the same elements, or of their copies; holes become undefined. */
export function copyArray(value: unknown, copy?: Copy): unknown[] {
  const elements = value as readonly unknown[];
  return copy ? Array.from(elements, (element) => copy(element)) : [...elements];
}

/**
 * A new array of a tuple's items. Beyond the value's end come the items that have something to fill in: those before
 * `end`. Absent items from `optional` on that come to nothing are left out.
 */
export function copyTuple(
  value: unknown,
  copies: readonly (Copy | undefined)[],
  end: number,
  optional: number,
  copyRest?: Copy,
): unknown[] {
  const items = value as readonly unknown[];
  const copied: unknown[] = [];
  const length = Math.max(items.length, end);
  for (let i = 0; i < length; i++) {
    const copy = i < copies.length ? copies[i] : copyRest;
    copied.push(copy ? copy(items[i]) : items[i]);
  }
  while (copied.length > items.length && copied.length > optional && copied.at(-1) === undefined)
    copied.pop();
  return copied;
}
