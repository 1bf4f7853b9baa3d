/** Whether the value is a multiple of the step, as decimals: 2.03 is one of 0.07. Zod's tolerance. */
export function isMultipleOf(value: number, step: number): boolean {
  const ratio = value / step;
  const distance = ratio - Math.round(ratio);
  return distance === 0 || Math.abs(distance) < 4 * Number.EPSILON * Math.max(Math.abs(ratio), 1);
}
