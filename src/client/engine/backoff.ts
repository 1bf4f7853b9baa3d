/** What the first wait is a random part of. */
export const FIRST_DELAY_MS = 500;
const MAX_DELAY_MS = 30_000;

/** A random part of a time that doubles with each failure (full jitter), and no less than the server asked for (P24). */
export function backoffMs(failures: number, random: () => number, retryAfterMs = 0): number {
  const ceilingMs = Math.min(MAX_DELAY_MS, FIRST_DELAY_MS * 2 ** (failures - 1));
  return retryAfterMs + random() * ceilingMs;
}
