import { batchOf } from "./sample-contract.js";

const ROUNDS = 5;
const ROUND_MS = 400;

/** Batches per second of `clients` that each wait for their answer. */
async function ratePerSecond(commit, clients, size, firsts) {
  const startedAt = performance.now();
  let batches = 0;
  const client = async (index) => {
    while (performance.now() - startedAt < ROUND_MS) {
      firsts[index] ??= 1;
      await commit(batchOf(`c${index}`, firsts[index], size), index);
      firsts[index] += size;
      batches++;
    }
  };
  await Promise.all(Array.from({ length: clients }, (_, index) => client(index)));
  return (batches / (performance.now() - startedAt)) * 1_000;
}

/** The best round of each, taken in turns, so that what else the machine does meets all of them. */
async function bestOf(subjects, clients, size) {
  const best = new Map();
  const firsts = new Map(Object.keys(subjects).map((name) => [name, []]));
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, commit] of Object.entries(subjects)) {
      const rate = await ratePerSecond(commit, clients, size, firsts.get(name));
      best.set(name, Math.max(best.get(name) ?? 0, rate));
    }
  }
  return best;
}

/** Prints operations per second of each subject `(operations, client) => promise`, and how they stand to the first. */
export async function compareRates(subjects, clients, size) {
  const best = await bestOf(subjects, clients, size);
  const [bar] = best.values();
  for (const [name, rate] of best) {
    const operations = Math.round(rate * size).toLocaleString("en");
    console.log(`  ${name.padEnd(20)} ${operations.padStart(9)} operations/s  ${(rate / bar).toFixed(2)} x`);
  }
}
