import { checkFinished } from "./finished-check.js";
import { History } from "./history.js";
import { InvariantBroken } from "./invariant-broken.js";
import type { Participant } from "./participant.js";
import { ServerFleet } from "./server-fleet.js";
import type { SimulationOptions } from "./simulation-options.js";
import { SYNC_CLIENTS } from "./client-device.js";

/** What became of one history. */
export interface HistoryResult {
  readonly seed: number;
  /** What was broken, undefined where all held. */
  readonly problem: string | undefined;
  /** How often each thing happened: faults by their kinds, operations, outcomes, errors. */
  readonly counts: ReadonlyMap<string, number>;
  /** How much simulated time passed. */
  readonly elapsedMs: number;
  /** A line for each thing that happened; undefined unless it was asked for. */
  readonly trace: readonly string[] | undefined;
}

const DEFAULT_STEPS = 40;
const LEAST_STEPS = 10;
/** How long everything may take to come to rest once nothing goes wrong any more: polls, backoffs and timeouts included. */
const MAX_REST_MS = 15 * 60_000;
/** Longer than anything that may still be on its way. */
const AFTERMATH_MS = 100_000;

/** Runs the history of a seed: the same seed gives the same history, event by event. */
export async function runHistory(
  options: SimulationOptions,
  seed: number,
  { trace = false }: { readonly trace?: boolean } = {},
): Promise<HistoryResult> {
  const history = new History(options, seed, trace);
  let problem: string | undefined;
  try {
    await live(history);
  } catch (error) {
    problem = error instanceof InvariantBroken ? error.message : String((error as Error)?.stack ?? error);
    history.say("simulation", () => problem ?? "");
  }
  const { counts, world } = history;
  return { seed, problem, counts, elapsedMs: world.elapsedMs, trace: history.trace };
}

async function live(history: History): Promise<void> {
  const { random, world, options } = history;
  history.servers = new ServerFleet(history);
  const kinds = options.participants ?? SYNC_CLIENTS;
  const participants: Participant[] = [];
  for (let index = 0; index < random.integer(2, 4); index++) {
    participants.push(random.pick(kinds)(history, index));
  }
  const most = options.steps ?? DEFAULT_STEPS;
  const steps = random.integer(Math.min(LEAST_STEPS, most), most);
  for (let step = 0; step < steps; step++) {
    await world.advance(random.between(0, random.pick(PACES_MS)));
    if (random.chance(0.15)) history.servers.act();
    else random.pick(participants).act();
    if (history.pauseMs === 0) continue;
    await world.advance(history.pauseMs);
    history.pauseMs = 0;
    history.servers.maintain();
  }
  history.say("simulation", () => "everything heals");
  history.isHealed = true;
  history.servers.heal();
  await rest(history, participants);
  await world.advance(AFTERMATH_MS);
  const unrest = unrestOf(participants);
  if (unrest !== undefined) throw new InvariantBroken(`after everything had come to rest, ${unrest}`);
  await checkFinished(history);
}

const PACES_MS = [2, 20, 200, 2_000, 2_000, 30_000];

async function rest(history: History, participants: readonly Participant[]): Promise<void> {
  let unrest: string | undefined;
  for (let waitedMs = 0; waitedMs < MAX_REST_MS; waitedMs += 5_000) {
    for (const participant of participants) participant.heal();
    await history.world.advance(5_000);
    unrest = unrestOf(participants);
    if (unrest === undefined) return;
  }
  throw new InvariantBroken(`P27: after ${MAX_REST_MS / 60_000} minutes without faults ${unrest}`);
}

function unrestOf(participants: readonly Participant[]): string | undefined {
  for (const participant of participants) {
    const unrest = participant.unrest();
    if (unrest !== undefined) return unrest;
  }
  return undefined;
}
