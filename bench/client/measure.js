/** The middle one of some numbers. */
export function median(numbers) {
  return numbers.toSorted((left, right) => left - right)[Math.floor(numbers.length / 2)];
}

/** The middle of so many times in milliseconds; `prepare` is not timed. */
export async function medianMs(rounds, prepare, act) {
  const times = [];
  for (let round = 0; round < rounds; round++) {
    const prepared = await prepare(round);
    const startedAt = performance.now();
    await act(prepared, round);
    times.push(performance.now() - startedAt);
  }
  return median(times);
}

/** Prints a line of the report. */
export function report(name, value, bar) {
  console.log(`  ${name.padEnd(62)} ${value.padStart(12)}   ${bar}`);
}

export const ms = (value) => `${value.toFixed(value < 10 ? 2 : 0)} ms`;
