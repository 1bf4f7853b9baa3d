import type { Issue, Validator } from "./issue.js";
import { createTrail, type Check, type Copy } from "./trail.js";

/** A validator of a compiled check and of the function that builds the value which zod yields. */
export function validator<Value, Input = Value>(check: Check, copy: Copy): Validator<Value, Input> {
  const issues = (value: unknown): readonly Issue[] => {
    const trail = createTrail();
    check(value, trail);
    return trail.issues;
  };
  return {
    is: (value) => check(value),
    issues,
    parse: (value) =>
      check(value) ? { ok: true, value: copy(value) as Value } : { ok: false, issues: issues(value) },
    "~standard": {
      version: 1,
      vendor: "kalphite-gen",
      validate: (value) => (check(value) ? { value: copy(value) as Value } : { issues: issues(value) }),
    },
  };
}
