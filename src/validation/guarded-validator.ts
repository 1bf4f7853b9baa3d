import { AsynchronousCheckError } from "./asynchronous-check-error.js";
import type { Issue, Validator } from "./issue.js";
import type { Check, Copy } from "./trail.js";
import { validator } from "./validator.js";

/**
 * A validator of what may throw: a recursive type, where a value is nested too deeply for the stack, and checks of the
 * schema's own; or where the sides of an intersection contradict each other. Such a value is refused.
 *
 * @throws AsynchronousCheckError
 */
export function guardedValidator<Value, Input = Value>(check: Check, copy: Copy): Validator<Value, Input> {
  const open = validator<Value, Input>(check, copy);
  const { validate } = open["~standard"];
  return {
    is: (value) =>
      guarded(
        () => open.is(value),
        () => false,
      ),
    issues: (value) =>
      guarded(
        () => open.issues(value),
        (issue) => [issue],
      ),
    parse: (value) =>
      guarded(
        () => open.parse(value),
        (issue) => ({ ok: false, issues: [issue] }),
      ),
    "~standard": {
      version: 1,
      vendor: "kalphite-gen",
      validate: (value) =>
        guarded(
          () => validate(value),
          (issue) => ({ issues: [issue] }),
        ),
    },
  };
}

function guarded<Result>(run: () => Result, refuse: (issue: Issue) => Result): Result {
  try {
    return run();
  } catch (error) {
    if (error instanceof AsynchronousCheckError) throw error;
    return refuse({ ...reason(error), path: [] });
  }
}

function reason(error: unknown): Pick<Issue, "code" | "message"> {
  if (error instanceof RangeError) return { code: "too_big", message: "Nested too deeply" };
  return error instanceof Error && error.name === "ContradictionError"
    ? { code: "invalid_intersection", message: error.message }
    : { code: "custom", message: "Could not be checked: a check in the schema threw" };
}
