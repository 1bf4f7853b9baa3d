import { note, type Check } from "./trail.js";

/** A check of a recursive type that reports what is nested too deeply for the stack, and does not throw. */
export function recursive(check: Check): Check {
  return (value, trail) => {
    try {
      return check(value, trail);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      if (trail) {
        trail.path.length = 0;
        note(trail, "too_big", [], "Nested too deeply");
      }
      return false;
    }
  };
}
