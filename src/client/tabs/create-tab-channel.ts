import { takeTabEvent } from "../state/tab-events.js";
import type { Settlement } from "../state/sync-effect.js";
import type { QueuedOperation, StateChange, StoredState } from "../storage/client-storage.js";
import type { TabChannel, TabHost, TabMembership } from "./tab-channel.js";

/** What of the platform tabs share: a lock that ends with its tab, and messages in order. */
export interface TabPlatform {
  readonly locks: {
    request(
      name: string,
      options: { readonly signal: AbortSignal },
      whileHeld: () => Promise<void>,
    ): Promise<unknown>;
  };
  readonly openChannel: (name: string) => TabBroadcast;
}

export interface TabBroadcast {
  postMessage(message: unknown): void;
  onmessage: ((event: never) => void) | null;
  close(): void;
}

type TabMessage = { readonly from: string } & (
  | { readonly kind: "hello" | "lead" }
  /** `turn` numbers a leader's changes, so that a tab which missed one notices. */
  | {
      readonly kind: "change";
      readonly turn: number;
      readonly change: StateChange;
      readonly settled: readonly Settlement[];
      readonly at: number | undefined;
    }
  /** To one leader: the next one is offered everything that waits, in order. */
  | { readonly kind: "offer"; readonly to: string; readonly queued: QueuedOperation }
  | {
      readonly kind: "state";
      readonly turn: number;
      readonly stored: StoredState;
      readonly settled: readonly Settlement[];
    }
);

/** Verdicts that a leader remembers for tabs that were not listening to it yet. */
const MAX_REMEMBERED = 1_000;

/** Offers that a leader remembers; one that comes twice is on its way when the first is taken, and so comes soon. */
const MAX_TAKEN = 10_000;

/**
 * Shares a client between the tabs of one origin (P26): a Web Lock elects the tab that has the queue and the
 * connection, a BroadcastChannel carries what it decides to the others, and their operations to it. When the leading
 * tab goes, however it goes, the lock passes on, the next one reads the storage, and the others follow that one.
 *
 * @param platform default: the browser's
 * @throws TypeError where the platform has no Web Locks
 */
export function createTabChannel(
  platform: TabPlatform = {
    locks: navigator.locks,
    openChannel: (name) => new BroadcastChannel(name),
  },
): TabChannel {
  // Browsers know no locks on insecure origins.
  if ((platform.locks as unknown) === undefined)
    throw new TypeError("Tabs need Web Locks: https, or localhost");
  let joins = 0;
  return {
    takeTabEvent,
    join: (name, host) => joinTabs(platform, `kalphite/${name}`, `${host.id}/${++joins}`, host),
  };
}

/** @param self a name that no other membership has, of this tab or another: what is on its way to a former one is not for this one */
function joinTabs(
  { locks, openChannel }: TabPlatform,
  name: string,
  self: string,
  host: TabHost,
): TabMembership {
  const everyone = openChannel(name);
  // A state goes to one tab alone: the others would read all of it to throw it away.
  const own = openChannel(`${name}/${self}`);
  const left = new AbortController();
  let isLeading = false;
  let leader: string | undefined;
  let turn = 0;
  let remembered: readonly Settlement[] = [];
  /** What other tabs have offered to this leader, by key. */
  const taken = new Set<string>();
  /** Changes of a leader whose state is on its way. */
  let early: Extract<TabMessage, { kind: "change" }>[] = [];

  type Content = TabMessage extends infer Message
    ? Message extends TabMessage
      ? Omit<Message, "from">
      : never
    : never;
  const post = (channel: typeof everyone, content: Content): void => {
    if (!left.signal.aborted) channel.postMessage({ ...content, from: self });
  };

  const take = (message: Extract<TabMessage, { kind: "change" }>): void => {
    if (message.from !== leader) {
      early.push(message);
      return;
    }
    if (message.turn <= turn) return;
    if (message.turn > turn + 1) {
      leader = undefined;
      early = [message];
      post(everyone, { kind: "hello" });
      return;
    }
    turn = message.turn;
    const { change, settled, at } = message;
    host.dispatch({ kind: "told", change, settled, ...(at !== undefined && { at }) });
  };

  /** A tab that asked twice for the state offers twice, and the second may come when the first has been done and forgotten. */
  const takeOffer = (queued: QueuedOperation): void => {
    if (taken.has(queued.key)) return;
    taken.add(queued.key);
    const [oldest] = taken;
    if (taken.size > MAX_TAKEN && oldest !== undefined) taken.delete(oldest);
    host.dispatch({ kind: "offered", queued });
  };

  everyone.onmessage = ({ data }: { readonly data: TabMessage }) => {
    if (left.signal.aborted) return;
    if (data.kind === "hello" && isLeading) {
      const channel = openChannel(`${name}/${data.from}`);
      post(channel, { kind: "state", turn, stored: host.describe(), settled: remembered });
      channel.close();
    } else if (data.kind === "offer" && isLeading && data.to === self) {
      takeOffer(data.queued);
    } else if (data.kind === "lead" && !isLeading) {
      leader = undefined;
      early = [];
      post(everyone, { kind: "hello" });
    } else if (data.kind === "change" && !isLeading) take(data);
  };

  own.onmessage = ({ data }: { readonly data: TabMessage }) => {
    if (left.signal.aborted || isLeading || data.kind !== "state") return;
    leader = data.from;
    turn = data.turn;
    host.dispatch({ kind: "followed", stored: data.stored, settled: data.settled });
    const waiting = early;
    early = [];
    for (const message of waiting) if (message.from === leader) take(message);
  };

  locks
    .request(name, { signal: left.signal }, () => {
      host.lead();
      return new Promise<void>((release) => left.signal.addEventListener("abort", () => release()));
    })
    .catch(() => {});
  post(everyone, { kind: "hello" });

  return {
    announce: () => {
      isLeading = true;
      turn = 0;
      post(everyone, { kind: "lead" });
    },
    tell: (change, settled, at) => {
      if (!isLeading) return;
      if (settled.length > 0) remembered = [...remembered, ...settled].slice(-MAX_REMEMBERED);
      post(everyone, { kind: "change", turn: ++turn, change, settled, at });
    },
    offer: (queued) => {
      if (leader !== undefined) post(everyone, { kind: "offer", to: leader, queued });
    },
    leave: () => {
      left.abort();
      everyone.close();
      own.close();
    },
  };
}
