import type { NumberCheck } from "../../contract/type-node.js";
import type { Random } from "./random.js";

/** A number that the checks probably take; who asks looks. Those at the bounds come often. */
export function sampleNumber(checks: readonly NumberCheck[] = [], random: Random, size: number): number {
  let min = -Infinity;
  let max = Infinity;
  let step: number | undefined;
  let isInteger = false;
  for (const check of checks) {
    if (check.check === "greater_than") min = Math.max(min, check.value);
    if (check.check === "less_than") max = Math.min(max, check.value);
    if (check.check === "multiple_of") step = Math.abs(check.value);
    if (check.check === "format") {
      isInteger ||= !check.format.startsWith("float");
      if (check.format === "uint32") min = Math.max(min, 0);
    }
  }
  const reach = 10 * (size + 1);
  const low = min > -Infinity ? min : max < Infinity ? max - reach : random.chance(0.5) ? 0 : -reach;
  const high = max < Infinity ? Math.min(max, low + Math.max(reach, 1)) : low + reach;
  if (step !== undefined && step > 0) {
    const [first, last] = [Math.ceil(low / step), Math.floor(high / step)];
    return step * random.integer(first, Math.max(first, last));
  }
  const [first, last] = [Math.ceil(low), Math.floor(high)];
  if (isInteger || (first <= last && random.chance(0.6))) {
    // Exclusive bounds leave one less at each end.
    return random.pick([first, last, first + 1, last - 1, random.integer(first, Math.max(first, last))]);
  }
  return low + (high - low) * random.next();
}
