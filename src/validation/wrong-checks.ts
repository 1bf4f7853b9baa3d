import { checkName, noteBound, noteLengthCheck, noteLengthChecks, type CheckList } from "./check-list.js";
import { note, type PathSegment, type Trail } from "./trail.js";
import { noteInteger } from "./wrong-number.js";
import { wrongType } from "./wrong-type.js";

/**
 * Whether the text will do; a test that changes the text also says what it makes of it. What cannot fail only gives the
 * text that the checks behind it look at.
 */
export type TextTest = (text: string) => boolean | string | { readonly text: string; readonly wrong: number };

/**
 * No string, or one that breaks some of the checks: `"min", 1, "max", 200`, or what is expected and how it is tested,
 * `"an email address", /…/`, or how it is changed, `"trim", (text) => text.trim()`.
 */
export function wrongTextChecks(
  trail: Trail | undefined,
  path: readonly PathSegment[],
  value: unknown,
  ...checks: CheckList
): boolean {
  if (!trail?.issues) return true;
  if (typeof value !== "string") {
    wrongType(trail, path, value, "a string");
    noteLengthChecks(trail, path, value, checks);
    return false;
  }
  let text = value;
  for (let i = 0; i < checks.length; i += 2) {
    const [name, goesOn] = checkName(checks[i]);
    const operand = checks[i + 1] as number | RegExp | TextTest;
    if (typeof operand === "number") {
      if (!noteLengthCheck(trail, path, text, name, operand, goesOn)) break;
      continue;
    }
    const result = typeof operand === "function" ? operand(text) : operand.test(text);
    if (typeof result === "string") {
      text = result;
      continue;
    }
    if (typeof result === "object") text = result.text;
    const wrong = typeof result === "object" ? result.wrong : Number(!result);
    for (let count = 0; count < wrong; count++)
      note(trail, "invalid_format", path, `Expected ${name}`, goesOn);
    if (wrong > 0 && !goesOn) {
      trail.stopped++;
      break;
    }
  }
  return false;
}

/**
 * No finite number, or one that breaks some of the checks: `"at least", 0`, `"less than", 9`, `"a multiple of", 2`,
 * `"an integer", [minimum, maximum]`, `"a number", [minimum, maximum]`.
 */
export function wrongNumberChecks(
  trail: Trail | undefined,
  path: readonly PathSegment[],
  value: unknown,
  ...checks: CheckList
): boolean {
  if (!trail?.issues) return true;
  if (typeof value !== "number" || !Number.isFinite(value)) return wrongType(trail, path, value, "a number");
  for (let i = 0; i < checks.length; i += 2) {
    const [name, goesOn] = checkName(checks[i]);
    const operand = checks[i + 1] as number | readonly [minimum?: number, maximum?: number];
    const { aborted } = trail;
    if (typeof operand === "number") noteBound(trail, path, value, name, operand, goesOn);
    else if (name !== "an integer" || noteInteger(trail, path, value, goesOn)) {
      const [minimum = -Infinity, maximum = Infinity] = operand;
      noteBound(trail, path, value, "at least", minimum, goesOn);
      noteBound(trail, path, value, "at most", maximum, goesOn);
    }
    if (trail.aborted > aborted) {
      trail.stopped++;
      break;
    }
  }
  return false;
}

/** No array, or one that is longer than it may be; then zod looks at no element. */
export function wrongArrayChecks(
  trail: Trail | undefined,
  path: readonly PathSegment[],
  value: unknown,
  ...checks: CheckList
): boolean {
  if (!trail?.issues) return true;
  if (!Array.isArray(value)) {
    wrongType(trail, path, value, "an array");
    noteLengthChecks(trail, path, value, checks);
    return false;
  }
  for (let i = 0; i < checks.length; i += 2) {
    const [name] = checkName(checks[i]);
    const bound = checks[i + 1] as number;
    if (name === "min" || value.length <= bound) continue;
    noteLengthCheck(trail, path, value, name, bound, false);
    break;
  }
  return false;
}

/** An array that is shorter than it must be. */
export function wrongLengthChecks(
  trail: Trail | undefined,
  path: readonly PathSegment[],
  value: readonly unknown[],
  ...checks: CheckList
): boolean {
  if (!trail?.issues) return true;
  noteLengthChecks(trail, path, value, checks);
  return false;
}
