import type { SeededRandom } from "./seeded-random.js";

/**
 * Every fault that a history may have: how likely it is at most, each time it could happen, and what it means. Servers are
 * looked at less often than clients, so that theirs are likelier each time.
 */
export const FAULT_KINDS = {
  request_lost: { most: 0.15, meaning: "A request never reaches the server." },
  request_refused: { most: 0.1, meaning: "A request fails at once." },
  request_duplicated: {
    most: 0.15,
    meaning: "A request reaches the server twice, the second time much later.",
  },
  request_slow: { most: 0.15, meaning: "A request takes up to a minute, longer than the client waits." },
  answer_lost: { most: 0.2, meaning: "The server has done it, and its answer is lost." },
  answer_replaced: { most: 0.08, meaning: "Something in between answers 502 instead of the server." },
  answer_slow: { most: 0.1, meaning: "An answer, or a message to a legacy client, takes up to a minute." },
  hint_lost: { most: 0.5, meaning: "A notification is lost." },
  hint_duplicated: { most: 0.2, meaning: "A notification comes twice." },
  hint_late: { most: 0.3, meaning: "A notification comes seconds late, behind later ones." },
  stream_broken: { most: 0.1, meaning: "A stream of hints, or a legacy socket, breaks off." },
  store_unavailable: { most: 0.1, meaning: "The server's store fails before it did anything." },
  commit_unknown: { most: 0.1, meaning: "The store commits, and then fails to say so." },
  work_run_again: {
    most: 0.2,
    meaning: "The store runs the work of a transaction twice and keeps the second run.",
  },
  handler_unavailable: { most: 0.15, meaning: "A handler cannot reach what it needs, for now." },
  handler_slow: { most: 0.2, meaning: "A handler takes up to eight seconds." },
  storage_fails: { most: 0.15, meaning: "A client's storage fails to read or write." },
  storage_slow: { most: 0.2, meaning: "A client's storage takes up to three seconds." },
  client_killed: { most: 0.06, meaning: "A client's process dies." },
  client_killed_midway: { most: 0.06, meaning: "A client's process dies in the midst of what it does next." },
  client_closed: { most: 0.05, meaning: "A client disconnects; its user goes on." },
  client_cut_off: { most: 0.06, meaning: "A client loses its network for a while." },
  platform_offline: { most: 0.05, meaning: "The platform says that there is no network." },
  server_killed: { most: 0.25, meaning: "A server process dies and comes back." },
  server_killed_midway: { most: 0.25, meaning: "A server process dies in the midst of what it does next." },
  server_restarted: { most: 0.15, meaning: "A server process drains, ends and comes back." },
  compaction: { most: 0.5, meaning: "Tombstones and outcomes leave the record." },
  access_changed: { most: 0.2, meaning: "What a user may see changes without an entity changing." },
  token_expired: { most: 0.3, meaning: "The server takes a user's token no longer." },
  client_forgotten: {
    most: 0.05,
    meaning: "A client is away so long that the server forgets those that are idle.",
  },
  clock_jumped: { most: 0.06, meaning: "A client's clock jumps by up to a day." },
  scope_changed: { most: 0.1, meaning: "A client comes back with other entity types or another contract." },
  tab_opened: { most: 0.15, meaning: "Another tab of a client opens." },
  tab_busy: { most: 0.2, meaning: "A tab takes up to 300 ms to hear what another one says." },
  tab_closed: { most: 0.1, meaning: "A tab closes." },
} as const satisfies { readonly [kind: string]: { readonly most: number; readonly meaning: string } };

export type FaultKind = keyof typeof FAULT_KINDS;

/** How likely each fault is in one history. */
export type FaultRates = { readonly [Kind in FaultKind]: number };

/** How many histories have a fault. Few are about months, since time then has to go in larger steps. */
const shareOf = (kind: string): number => (kind === "client_forgotten" ? 0.1 : 0.5);

/** Half of the faults at rates of their own, none of the others: what many faults hide, few can show. */
export function drawFaultRates(random: SeededRandom, without: readonly FaultKind[] = []): FaultRates {
  const rates: { [kind: string]: number } = {};
  for (const [kind, { most }] of Object.entries(FAULT_KINDS)) {
    const isOn = random.chance(shareOf(kind));
    const rate = most * random.next();
    rates[kind] = isOn && !without.includes(kind as FaultKind) ? rate : 0;
  }
  return rates as FaultRates;
}
