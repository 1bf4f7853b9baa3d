import { codePoints } from "./code-points.js";
import { isMultipleOf } from "./multiple-of.js";
import { note, type PathSegment, type Trail } from "./trail.js";

/*
 * Checks whose order or kind is out of the ordinary, as lists: each a name and its operand. A name that ends in `!`
 * ends the checking when it fails (zod's `abort`).
 */

export type CheckList = readonly unknown[];

export function checkName(name: unknown): readonly [name: string, goesOn: boolean] {
  const text = name as string;
  return text.endsWith("!") ? [text.slice(0, -1), false] : [text, true];
}

/** `"min", 1, "max", 200, "length", 3`; whether zod goes on to the next check. */
export function noteLengthCheck(
  trail: Trail,
  path: readonly PathSegment[],
  value: unknown,
  name: string,
  bound: number,
  goesOn: boolean,
): boolean {
  const { length } = value as { readonly length: number };
  const size = typeof value === "string" ? codePoints(value) : length;
  const isExact = name === "length";
  const isShort = name === "min" ? !(size >= bound) : isExact && size !== bound && !(size > bound);
  const isLong = name === "max" ? !(size <= bound) : isExact && size > bound;
  if (!isShort && !isLong) return true;
  const how = isExact ? "" : isShort ? "at least " : "at most ";
  note(trail, isShort ? "too_small" : "too_big", path, `Expected a length of ${how}${bound}`, goesOn);
  if (!goesOn) trail.stopped++;
  return goesOn;
}

/** Zod measures whatever has a length, even where the type is wrong. */
export function noteLengthChecks(
  trail: Trail,
  path: readonly PathSegment[],
  value: unknown,
  checks: CheckList,
): void {
  if ((value as { readonly length?: unknown } | null | undefined)?.length === undefined) return;
  try {
    for (let i = 0; i < checks.length; i += 2) {
      const [name, goesOn] = checkName(checks[i]);
      const bound = checks[i + 1];
      if (typeof bound === "number" && !noteLengthCheck(trail, path, value, name, bound, goesOn)) return;
    }
  } catch {
    // What has a length need not have one that can be compared.
  }
}

/** `"at least", 0`, `"more than", 0`, `"at most", 9`, `"less than", 9`, `"a multiple of", 2`. */
export function noteBound(
  trail: Trail,
  path: readonly PathSegment[],
  value: number,
  name: string,
  bound: number,
  goesOn: boolean,
): void {
  const message = `Expected ${name} ${bound}`;
  if (name === "a multiple of") {
    if (!isMultipleOf(value, bound)) note(trail, "not_multiple_of", path, message, goesOn);
  } else if (name === "at least" ? value < bound : name === "more than" && value <= bound) {
    note(trail, "too_small", path, message, goesOn);
  } else if (name === "at most" ? value > bound : name === "less than" && value >= bound) {
    note(trail, "too_big", path, message, goesOn);
  }
}
