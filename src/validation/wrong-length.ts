import { codePoints } from "./code-points.js";
import { note, type PathSegment, type Trail } from "./trail.js";
import { wrongType } from "./wrong-type.js";

/** Checks in zod's order, each a name and its operand. A name that ends in `!` ends the checking when it fails (zod's `abort`). */
export type CheckList = readonly unknown[];

/** Notes a length out of bounds; whether zod goes on to the next check. Counts characters of strings, elements of arrays. */
export function noteLength(
  trail: Trail,
  path: readonly PathSegment[],
  value: { readonly length: unknown },
  name: string,
  bound: number,
  goesOn: boolean,
): boolean {
  const length = typeof value === "string" ? codePoints(value) : (value.length as number);
  const isExact = name === "length";
  const isShort = name === "min" ? !(length >= bound) : isExact && length !== bound && !(length > bound);
  const isLong = name === "max" ? !(length <= bound) : isExact && length > bound;
  if (!isShort && !isLong) return true;
  const how = isExact ? "exactly" : isShort ? "at least" : "at most";
  const what = typeof value === "string" ? "character" : "item";
  note(
    trail,
    isShort ? "too_small" : "too_big",
    path,
    `Expected ${how} ${bound} ${what}${bound === 1 ? "" : "s"}`,
    goesOn,
  );
  return goesOn;
}

/** Zod measures whatever has a length, even where the type is wrong. */
export function noteLengths(
  trail: Trail,
  path: readonly PathSegment[],
  value: unknown,
  checks: CheckList,
): void {
  if (value === null || value === undefined) return;
  const measured = value as { readonly length: unknown };
  if (measured.length === undefined || !isComparable(measured.length)) return;
  for (let i = 0; i < checks.length; i += 2) {
    const [name, goesOn] = checkName(checks[i] as string);
    const bound = checks[i + 1];
    if (typeof bound === "number" && !noteLength(trail, path, measured, name, bound, goesOn)) return;
  }
}

/** An object that turns into no number makes zod throw. */
function isComparable(length: unknown): boolean {
  try {
    return Number(length) !== undefined;
  } catch {
    return false;
  }
}

export function checkName(name: string): readonly [name: string, goesOn: boolean] {
  return name.endsWith("!") ? [name.slice(0, -1), false] : [name, true];
}

/** No array, or one that is longer than it may be; then zod looks at no element. */
export function wrongArray(
  trail: Trail | undefined,
  path: readonly PathSegment[],
  value: unknown,
  ...checks: CheckList
): boolean {
  if (!trail) return true;
  if (!Array.isArray(value)) {
    wrongType(trail, path, value, "an array");
    noteLengths(trail, path, value, checks);
    return false;
  }
  for (let i = 0; i < checks.length; i += 2) {
    const [name] = checkName(checks[i] as string);
    const bound = checks[i + 1] as number;
    if (name !== "min" && value.length > bound) {
      noteLength(trail, path, value, name, bound, false);
      return false;
    }
  }
  return false;
}

/** An array that is shorter than it must be. */
export function wrongLength(
  trail: Trail | undefined,
  path: readonly PathSegment[],
  value: readonly unknown[],
  ...checks: CheckList
): boolean {
  if (trail) noteLengths(trail, path, value, checks);
  return !trail;
}
