import { note, type PathSegment, type Trail } from "./trail.js";
import { checkName, noteLength, noteLengths, type CheckList } from "./wrong-length.js";
import { wrongType } from "./wrong-type.js";

/** Whether the text will do; a test that changes the text also says what it makes of it. */
export type TextTest = (text: string) => boolean | { readonly text: string; readonly wrong: number };

/**
 * No string, or one that breaks some of the checks: `"min", 1, "max", 200`, or what is expected and how it is tested,
 * `"an email address", /…/`.
 */
export function wrongText(
  trail: Trail | undefined,
  path: readonly PathSegment[],
  value: unknown,
  ...checks: CheckList
): boolean {
  if (!trail) return true;
  if (typeof value !== "string") {
    wrongType(trail, path, value, "a string");
    noteLengths(trail, path, value, checks);
    return false;
  }
  let text = value;
  for (let i = 0; i < checks.length; i += 2) {
    const [name, goesOn] = checkName(checks[i] as string);
    const operand = checks[i + 1] as number | RegExp | TextTest;
    if (typeof operand === "number") {
      if (!noteLength(trail, path, text, name, operand, goesOn)) break;
      continue;
    }
    const result = typeof operand === "function" ? operand(text) : operand.test(text);
    if (typeof result === "object") text = result.text;
    const wrong = typeof result === "object" ? result.wrong : Number(!result);
    for (let count = 0; count < wrong; count++)
      note(trail, "invalid_format", path, `Expected ${name}`, goesOn);
    if (wrong > 0 && !goesOn) break;
  }
  return false;
}
