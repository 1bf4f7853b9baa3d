import { runHistory, type HistoryResult } from "./run-history.js";
import type { SimulationOptions } from "./simulation-options.js";

/** How many histories, and which. */
export interface SimulationRun {
  /** The first; each further one is one more. Default: 1. */
  readonly seed?: number;
  /** Default: 1,000, or as many as fit where `seconds` is given. */
  readonly histories?: number;
  /** No history begins after so many seconds of real time. */
  readonly seconds?: number;
  /** Told after each history. */
  readonly onHistory?: (report: SimulationReport) => void;
}

/** What happened in all histories together. */
export interface SimulationReport {
  readonly histories: number;
  /** How often each thing happened: faults by their kinds (`FAULT_KINDS`), operations, outcomes, errors. */
  readonly counts: ReadonlyMap<string, number>;
  /** How much simulated time passed. */
  readonly elapsedMs: number;
}

/** A history that broke what must hold. Its message has all that is needed to see it again. */
export class SimulationFailure extends Error {
  readonly seed: number;
  readonly problem: string;
  /** What happened, a line each. */
  readonly trace: readonly string[];
  /** Histories up to and including this one. */
  readonly histories: number;

  constructor({ seed, problem = "", trace = [] }: HistoryResult, histories: number) {
    super(
      `History ${seed} breaks what must hold:\n${problem}\n\nIts last events, of ${trace.length}:\n${trace.slice(-MAX_TOLD).join("\n")}\n\n` +
        `Seed ${seed} runs it again.`,
    );
    this.name = "SimulationFailure";
    this.seed = seed;
    this.problem = problem;
    this.trace = trace;
    this.histories = histories;
  }
}

const MAX_TOLD = 400;

/**
 * Runs histories of clients and servers under faults, the real engine and the real core on simulated time, until one
 * breaks what must hold or all are done.
 * @throws SimulationFailure with the seed and the trace of the first that breaks something
 */
export async function simulate(
  options: SimulationOptions,
  { seed = 1, seconds, histories = seconds === undefined ? 1_000 : Infinity, onHistory }: SimulationRun = {},
): Promise<SimulationReport> {
  const endsAt = seconds === undefined ? Infinity : performance.now() + seconds * 1_000;
  const counts = new Map<string, number>();
  const report = { histories: 0, counts, elapsedMs: 0 };
  while (report.histories < histories && performance.now() < endsAt) {
    const result = await runHistory(options, seed + report.histories);
    report.histories++;
    report.elapsedMs += result.elapsedMs;
    for (const [kind, count] of result.counts) counts.set(kind, (counts.get(kind) ?? 0) + count);
    if (result.problem !== undefined) {
      throw new SimulationFailure(await withTrace(options, result), report.histories);
    }
    onHistory?.(report);
  }
  return report;
}

/** The same history once more, with everything written down. */
async function withTrace(options: SimulationOptions, result: HistoryResult): Promise<HistoryResult> {
  const again = await runHistory(options, result.seed, { trace: true });
  if (again.problem === result.problem) return again;
  const problem = `${result.problem}\n(Run again, it came to: ${again.problem ?? "nothing"}. Something in it is left to chance.)`;
  return { ...again, problem };
}
