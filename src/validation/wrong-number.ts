import { isMultipleOf } from "./multiple-of.js";
import { note, type PathSegment, type Trail } from "./trail.js";
import { checkName, type CheckList } from "./wrong-length.js";
import { wrongType } from "./wrong-type.js";

/**
 * No finite number, or one that breaks some of the checks: `"at least", 0`, `"more than", 0`, `"at most", 9`,
 * `"less than", 9`, `"a multiple of", 2`, `"an integer", [minimum, maximum]`, `"a number", [minimum, maximum]`.
 */
export function wrongNumber(
  trail: Trail | undefined,
  path: readonly PathSegment[],
  value: unknown,
  ...checks: CheckList
): boolean {
  if (!trail) return true;
  if (typeof value !== "number" || !Number.isFinite(value)) return wrongType(trail, path, value, "a number");
  for (let i = 0; i < checks.length; i += 2) {
    const [name, goesOn] = checkName(checks[i] as string);
    const operand = checks[i + 1] as number | readonly [minimum?: number, maximum?: number];
    const { aborted } = trail;
    if (typeof operand === "number") noteBound(trail, path, value, name, operand, goesOn);
    else noteRange(trail, path, value, name, operand, goesOn);
    if (trail.aborted > aborted) break;
  }
  return false;
}

function noteBound(
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

function noteRange(
  trail: Trail,
  path: readonly PathSegment[],
  value: number,
  name: string,
  [minimum = -Infinity, maximum = Infinity]: readonly [minimum?: number, maximum?: number],
  goesOn: boolean,
): void {
  const isInteger = name === "an integer";
  if (isInteger && !Number.isInteger(value)) {
    note(trail, "invalid_type", path, "Expected an integer", false);
    return;
  }
  const [low, high] =
    isInteger && !Number.isSafeInteger(value)
      ? [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER]
      : [minimum, maximum];
  if (value < low) note(trail, "too_small", path, `Expected at least ${low}`, goesOn);
  if (value > high) note(trail, "too_big", path, `Expected at most ${high}`, goesOn);
}
