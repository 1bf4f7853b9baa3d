import type { Issue, ValidationResult, Validator } from "./issue.js";
import { createTrail, type Check, type Copy } from "./trail.js";

/** A validator of a compiled check and of the function that builds the value which zod yields. */
export function validator<Value, Input = Value>(check: Check, copy: Copy): Validator<Value, Input> {
  const issues = (value: unknown): readonly Issue[] => {
    const trail = createTrail();
    check(value, trail);
    return trail.issues;
  };
  const parse = (value: unknown): ValidationResult<Value> =>
    check(value) ? { ok: true, value: copy(value) as Value } : { ok: false, issues: issues(value) };
  return {
    // The check itself, for speed: a second argument that is no trail, such as `filter` passes, changes nothing.
    is: check,
    issues,
    parse,
    "~standard": { version: 1, vendor: "kalphite-gen", validate: parse },
  };
}
