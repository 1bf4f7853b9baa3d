import type { ArrayCheck } from "../../contract/type-node.js";

/** Whether a text or a list is as long as a check wants it. */
export function hasLength({ check, value }: ArrayCheck, length: number): boolean {
  switch (check) {
    case "min_length":
      return length >= value;
    case "max_length":
      return length <= value;
    case "length_equals":
      return length === value;
  }
}

/** The lengths that checks leave: as many as `size` over the least where there is no upper bound. */
export function lengthBounds(
  checks: readonly { readonly check: string; readonly value?: unknown }[],
  size: number,
): { readonly min: number; readonly max: number } {
  let min = 0;
  let max = Infinity;
  for (const { check, value } of checks) {
    if (typeof value !== "number") continue;
    if (check === "min_length" || check === "length_equals") min = Math.max(min, value);
    if (check === "max_length" || check === "length_equals") max = Math.min(max, value);
  }
  return { min, max: Math.max(min, Math.min(max, min + size)) };
}
