import type { TabPlatform } from "../../client/index.js";
import type { History } from "./history.js";
import type { SimulatedProcess } from "./simulated-process.js";

type Broadcast = ReturnType<TabPlatform["openChannel"]>;

interface Member {
  readonly process: SimulatedProcess;
  readonly channel: Broadcast;
  /** Messages of one sender come in order. */
  freeAt: number;
}

interface Waiting {
  readonly process: SimulatedProcess;
  readonly grant: () => void;
}

/** The locks and channels that the tabs of one browser share; those of a tab end with it. */
export class BrowserTabs {
  readonly #history: History;
  readonly #channels = new Map<string, Set<Member>>();
  readonly #locks = new Map<string, Waiting[]>();

  constructor(history: History) {
    this.#history = history;
  }

  platform(process: SimulatedProcess): TabPlatform {
    return {
      locks: { request: (name, { signal }, whileHeld) => this.#request(process, name, signal, whileHeld) },
      openChannel: (name) => this.#openChannel(process, name),
    };
  }

  /** The first in line has the lock. */
  #request(
    process: SimulatedProcess,
    name: string,
    signal: AbortSignal,
    whileHeld: () => Promise<void>,
  ): Promise<unknown> {
    const line = this.#locks.get(name) ?? [];
    this.#locks.set(name, line);
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        const place = line.indexOf(waiting);
        if (place < 0) return;
        line.splice(place, 1);
        if (place === 0) this.#passOn(line);
      };
      let isHeld = false;
      const waiting: Waiting = {
        process,
        grant: () => {
          isHeld = true;
          process.enter(() => void whileHeld().then(leave).then(resolve));
        },
      };
      if (!process.reach()) return;
      signal.addEventListener("abort", () => {
        if (isHeld) return;
        leave();
        reject(new Error("aborted"));
      });
      process.onDeath(leave);
      line.push(waiting);
      if (line[0] === waiting) this.#passOn(line);
    });
  }

  #passOn(line: Waiting[]): void {
    const next = line[0];
    if (next === undefined) return;
    this.#history.world.schedule(this.#history.random.between(0.1, 10), () => {
      if (line[0] === next) next.grant();
    });
  }

  #openChannel(process: SimulatedProcess, name: string): Broadcast {
    const { world, random } = this.#history;
    const members = this.#channels.get(name) ?? new Set();
    this.#channels.set(name, members);
    const channel: Broadcast = {
      onmessage: null,
      close: () => void members.delete(own),
      postMessage: (message) => {
        if (!process.reach()) return;
        const data: unknown = structuredClone(message);
        for (const member of members) {
          if (member === own) continue;
          const lateMs = this.#history.strikes("tab_busy") ? random.between(5, 300) : 5;
          member.freeAt = Math.max(member.freeAt, world.now + random.between(0.05, lateMs));
          world.schedule(member.freeAt - world.now, () => {
            if (members.has(member))
              member.process.enter(() => member.channel.onmessage?.({ data } as never));
          });
        }
      },
    };
    const own: Member = { process, channel, freeAt: world.now };
    members.add(own);
    process.onDeath(() => members.delete(own));
    return channel;
  }
}
