import { type Copy, type PathSegment, type Trail } from "./trail.js";
import { noteLength } from "./wrong-length.js";
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
  path?: readonly PathSegment[],
): value is readonly unknown[] {
  if (Array.isArray(value) && value.length >= minimum && value.length <= maximum) return true;
  if (!trail?.issues) return false;
  if (!Array.isArray(value)) return wrongType(trail, path ?? [], value, "an array");
  noteLength(trail, path ?? [], value, minimum, maximum, undefined);
  return value.length >= minimum;
}

/** A new array of the same elements; holes become undefined. */
export function copyArray(value: unknown): unknown {
  return [...(value as readonly unknown[])];
}

/** A new array of the elements' copies. */
export function copyElements(value: unknown, copy: Copy): unknown {
  return Array.from(value as readonly unknown[], (element) => copy(element));
}

/**
 * A new array of a tuple's items. From `optional` on they may be absent: what comes to nothing at the end is left out, and
 * the first of `propagating` that is absent (optional, with nothing to fill in) ends the tuple.
 */
export function copyTuple(
  value: unknown,
  copies: readonly (Copy | undefined)[],
  optional: number,
  propagating: readonly number[],
  copyRest?: Copy,
): unknown[] {
  const items = value as readonly unknown[];
  const copied: unknown[] = [];
  const length = Math.max(items.length, copies.length);
  for (let i = 0; i < length; i++) {
    if (i >= items.length && propagating.includes(i)) break;
    const copy = i < copies.length ? copies[i] : copyRest;
    copied.push(copy ? copy(items[i]) : items[i]);
  }
  while (copied.length > items.length && copied.length > optional && copied.at(-1) === undefined)
    copied.pop();
  return copied;
}
