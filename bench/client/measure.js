/** The middle one of some numbers. */
export function median(numbers) {
  return numbers.toSorted((left, right) => left - right)[Math.floor(numbers.length / 2)];
}

/**
 * The middle of so many times in milliseconds, for each of several ways to the same end. They take turns, so that what
 * else the machine does falls on all of them; their `prepare` is not timed.
 */
export async function medianMs(rounds, ways) {
  const times = ways.map(() => []);
  for (let round = 0; round < rounds; round++) {
    for (const [index, { prepare, act }] of ways.entries()) {
      const prepared = await prepare?.();
      const startedAt = performance.now();
      await act(prepared);
      times[index].push(performance.now() - startedAt);
    }
  }
  return times.map(median);
}

/** Prints a line of the report. */
export function report(name, value, bar) {
  console.log(`  ${name.padEnd(62)} ${value.padStart(12)}   ${bar}`);
}

export const ms = (value) => `${value.toFixed(value < 10 ? 2 : 0)} ms`;
