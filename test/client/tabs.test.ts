import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  createTabChannel,
  MemoryStorage,
  type ClientStorage,
  type Outcome,
  type TabPlatform,
} from "../../src/client/index.js";
import { reduce } from "../../src/client/state/reduce.js";
import type { SyncEffect } from "../../src/client/state/sync-effect.js";
import type { SyncEvent } from "../../src/client/state/sync-event.js";
import type { SyncSettings } from "../../src/client/state/sync-settings.js";
import { initialState } from "../../src/client/state/sync-state.js";
import { createSample, settled, type SampleClient, type SampleSetup } from "./sample-client.js";
import { sampleContract } from "./sample-contract.js";
import { SimulatedServer } from "./simulated-server.js";

type Channel = ReturnType<TabPlatform["openChannel"]>;
type LockCallback = () => Promise<unknown>;

/** The locks and channels of one browser; a tab of it can be killed at any time. */
class TestBrowser {
  readonly #channels = new Map<string, Set<{ readonly channel: Channel; readonly tab: object }>>();
  readonly #queue: { readonly tab: object; readonly callback: LockCallback; readonly signal: AbortSignal }[] =
    [];
  readonly #dead = new Set<object>();
  #holder: object | undefined;

  platform(tab: object): TabPlatform {
    const request = async (_name: string, options: { signal: AbortSignal }, callback: LockCallback) => {
      if (this.#dead.has(tab)) return;
      this.#queue.push({ tab, callback, signal: options.signal });
      this.#grant();
    };
    return {
      locks: { request },
      openChannel: (name) => {
        const members = this.#channels.get(name) ?? new Set();
        this.#channels.set(name, members);
        const channel: Channel = {
          onmessage: null,
          close: () => void members.delete(member),
          postMessage: (message) => {
            const data: unknown = structuredClone(message);
            for (const other of members) {
              if (other === member) continue;
              queueMicrotask(() => {
                if (!members.has(other)) return;
                other.channel.onmessage?.({ data } as never);
              });
            }
          },
        };
        const member = { channel, tab };
        if (!this.#dead.has(tab)) members.add(member);
        return channel;
      },
    };
  }

  kill(tab: object): void {
    this.#dead.add(tab);
    for (const members of this.#channels.values()) {
      for (const member of members) if (member.tab === tab) members.delete(member);
    }
    for (let index = this.#queue.length - 1; index >= 0; index--) {
      if (this.#queue[index]!.tab === tab) this.#queue.splice(index, 1);
    }
    if (this.#holder === tab) this.#release(tab);
  }

  #release(tab: object): void {
    if (this.#holder !== tab) return;
    this.#holder = undefined;
    this.#grant();
  }

  #grant(): void {
    if (this.#holder !== undefined) return;
    const next = this.#queue.shift();
    if (next === undefined) return;
    if (next.signal.aborted) return this.#grant();
    this.#holder = next.tab;
    queueMicrotask(() => void next.callback().then(() => this.#release(next.tab)));
  }
}

interface Tab extends SampleSetup {
  readonly kill: () => void;
}

function openTab(
  browser: TestBrowser,
  server: SimulatedServer,
  disk: ClientStorage,
  contract = sampleContract,
): Tab {
  const tab = {};
  let isAlive = true;
  const storage: ClientStorage = {
    load: () => disk.load(),
    write: async (changes) => {
      await new Promise((resolve) => setImmediate(resolve));
      await (isAlive ? disk.write(changes) : new Promise(() => {}));
    },
    close: () => disk.close(),
  };
  const tabs = createTabChannel(browser.platform(tab));
  const setup = createSample(server, { storage, tabs }, contract);
  return {
    ...setup,
    kill: () => {
      isAlive = false;
      setup.transport.gate = new Promise(() => {});
      browser.kill(tab);
    },
  };
}

const leaders = (tabs: readonly Tab[]): boolean[] => tabs.map(({ client }) => client.status.leader);

describe("a tab channel", () => {
  const queued = (key: string, id = 0) => ({
    key,
    operation: { name: "increment", args: [key], id, clientId: "c", timestamp: 0 },
  });

  it("offers an operation to the leader that it follows and to no other, so that none overtakes (P5, P26)", () => {
    const posted: { readonly kind: string; readonly to?: string }[] = [];
    const channels = new Map<string, Channel>();
    const openChannel = (name: string): Channel => {
      const channel: Channel = {
        onmessage: null,
        close: () => {},
        postMessage: (message) => void posted.push(message as (typeof posted)[number]),
      };
      channels.set(name, channel);
      return channel;
    };
    const request = () => new Promise<never>(() => {});
    const dispatched: string[] = [];
    const membership = createTabChannel({ locks: { request }, openChannel }).join("n", {
      id: "self",
      lead: () => {},
      describe: () => ({
        record: { clientId: "c", lastId: 0, coveredId: 0, scope: "" },
        queue: [],
        entities: [],
      }),
      dispatch: (event) => void dispatched.push(event.kind),
    });
    const receive = (name: string, data: object): void => channels.get(name)!.onmessage?.({ data } as never);
    const offers = () => posted.filter(({ kind }) => kind === "offer").map(({ to }) => to);

    membership.offer(queued("before anybody leads"));
    receive("kalphite/n/self/1", { from: "one", kind: "state", turn: 0, stored: {}, settled: [] });
    membership.offer(queued("a"));
    expect(offers()).toEqual(["one"]);
    receive("kalphite/n", { from: "two", kind: "lead" });
    membership.offer(queued("b"));
    expect(offers()).toEqual(["one"]);
    expect(dispatched).toEqual(["followed"]);

    membership.announce();
    receive("kalphite/n", { from: "three", kind: "offer", to: "one", queued: queued("c") });
    receive("kalphite/n", { from: "three", kind: "offer", to: "self/1", queued: queued("d") });
    expect(dispatched).toEqual(["followed", "offered"]);
  });

  it.each([
    ["number 1 was decided, of whom is not known", 1, [], "outcome_unknown"],
    ["number 1 was given to another operation, which waits", 1, [queued("other", 1)], undefined],
    ["no number was given", 0, [], undefined],
  ])("sends an operation of a leader that has gone again unless %s", (_what, lastId, queue, code) => {
    const settings: SyncSettings = {
      contract: sampleContract,
      roomId: "default",
      userId: "u",
      batchSize: 3,
      origin: "k",
      tabs: createTabChannel({
        locks: { request: () => new Promise<never>(() => {}) },
        openChannel: () => undefined as never,
      }),
    };
    const record = { clientId: "c", lastId: 0, coveredId: 0, scope: "" };
    const operation = { name: "increment", args: ["n"], timestamp: 0 };
    let state = initialState(settings, "fresh", true);
    const effects: SyncEffect[] = [];
    const events: readonly SyncEvent[] = [
      { kind: "connected" },
      { kind: "followed", stored: { record, queue: [], entities: [] }, settled: [] },
      { kind: "mutated", key: "k1", operation, args: ["n"] },
      { kind: "loaded", stored: { record: { ...record, lastId }, queue, entities: [] } },
    ];
    for (const event of events) {
      const step = reduce(settings, state, event);
      state = step.state;
      effects.push(...step.effects);
    }
    const settled = effects.flatMap((effect) => (effect.kind === "settled" ? effect.settled : []));
    expect(settled.map(({ key, outcome }) => [key, !outcome.ok && outcome.code])).toEqual(
      code === undefined ? [] : [["k1", code]],
    );
    expect(state.entries.map(({ key, operation: { id } }) => `${key} ${id}`)).toEqual([
      ...queue.map(({ key }) => `${key} 1`),
      ...(code === undefined ? [`k1 ${lastId + 1}`] : []),
    ]);
  });
});

describe("tabs", () => {
  it("share one queue and one connection, and each sees every change (P26)", async () => {
    const server = new SimulatedServer(sampleContract);
    const browser = new TestBrowser();
    const disk = new MemoryStorage();
    const [one, two] = [openTab(browser, server, disk), openTab(browser, server, disk)];
    await one.client.connect();
    await two.client.connect();
    await settled();
    expect(leaders([one, two])).toEqual([true, false]);

    const mutation = two.client.mutate.addTodo("a", "1");
    expect(two.client.todo.get("a")).toBeDefined();
    expect(mutation.id).toBe(0);
    expect(await mutation.confirmed).toEqual({ ok: true });
    expect(mutation.id).toBe(1);
    await settled();
    expect(one.client.todo.get("a")).toEqual(two.client.todo.get("a"));
    expect(two.client.status).toMatchObject({ pending: 0, lastSyncedAt: one.client.status.lastSyncedAt });
    expect(two.transport.log).toEqual([]);
    expect(two.transport.hints.size).toBe(0);

    const refused = two.client.mutate.rejectOnServer("b");
    expect(await refused.confirmed).toMatchObject({ ok: false, code: "no_thanks" });
    expect(two.client.todo.get("b")).toBeUndefined();
    expect(two.errors).toMatchObject([{ kind: "operation", code: "no_thanks" }]);
  });

  it("see what a hint brought to the leader (P26, P28)", async () => {
    const server = new SimulatedServer(sampleContract);
    const browser = new TestBrowser();
    const disk = new MemoryStorage();
    const [one, two] = [openTab(browser, server, disk), openTab(browser, server, disk)];
    await one.client.connect();
    await two.client.connect();
    await settled();
    one.transport.log.length = 0;
    server.put({ id: "a", type: "todo", data: { title: "x", done: false } });
    one.transport.patch(-1);
    await settled();
    expect(two.client.todo.get("a")?.data.title).toBe("x");
    expect(two.client.engine.stateVersion).toBe(one.client.engine.stateVersion);
    expect([one.transport.log, two.transport.log]).toEqual([[], []]);
  });

  it("fetch everything anew where the storage took nothing of what they knew (P21)", async () => {
    const server = new SimulatedServer(sampleContract);
    server.put({ id: "a", type: "todo", data: { title: "x", done: false } });
    const disk = new MemoryStorage();
    let isFull = true;
    const unsure: ClientStorage = {
      load: () => disk.load(),
      write: async (changes) => {
        if (isFull) throw new Error("The disk is full");
        await disk.write(changes);
      },
      close: () => disk.close(),
    };
    const { client } = openTab(new TestBrowser(), server, unsure);
    await client.connect();
    await settled();
    expect(client.todo.count()).toBe(1);
    await client.disconnect();
    isFull = false;
    client.mutate.addTodo("b", "y");
    await client.connect();
    expect(client.todo.count()).toBe(2);
    await settled();
    expect(client.todo.all().map(({ id }) => id)).toEqual(["a", "b"]);
    expect((await disk.load())?.entities.map(({ id }) => id)).toEqual(["a", "b"]);
  });

  it("say what they need where the platform has no locks", () => {
    const platform = { locks: undefined, openChannel: () => ({}) } as unknown as TabPlatform;
    expect(() => createTabChannel(platform)).toThrow("Web Locks");
  });

  it("have one leader while some run another version of the application than others (P4, P26)", async () => {
    const server = new SimulatedServer(sampleContract);
    const browser = new TestBrowser();
    const disk = new MemoryStorage();
    const newer = { ...sampleContract, fingerprint: "1".repeat(64) };
    const tabs = [openTab(browser, server, disk), openTab(browser, server, disk, newer)];
    for (const { client } of tabs) await client.connect();
    await settled();
    expect(leaders(tabs)).toEqual([true, false]);
    const mutations = tabs.map(({ client }, index) => client.mutate.increment(`n${index}`));
    for (const { confirmed } of mutations) expect(await confirmed).toEqual({ ok: true });
    expect(mutations.map(({ id }) => id)).toEqual([1, 2]);
    expect(server.entities()).toMatchObject([{ count: 1 }, { count: 1 }]);
  });

  it.each([
    ["closed", (tab: Tab) => void tab.client.disconnect()],
    ["killed", (tab: Tab) => tab.kill()],
  ])("replace a leader that is %s at once, and lose nothing (P26)", async (_name, end) => {
    const server = new SimulatedServer(sampleContract);
    const browser = new TestBrowser();
    const disk = new MemoryStorage();
    const tabs = [1, 2, 3].map(() => openTab(browser, server, disk));
    for (const { client } of tabs) await client.connect();
    await settled();
    const [first, second, third] = tabs as [Tab, Tab, Tab];
    first.transport.gate = new Promise(() => {});
    const outcomes = [first, second, third].map(({ client }, index) => client.mutate.increment(`n${index}`));
    await settled();
    end(first);
    await settled();
    expect(leaders([second, third])).toEqual([true, false]);
    expect(await outcomes[1]!.confirmed).toEqual({ ok: true });
    expect(await outcomes[2]!.confirmed).toEqual({ ok: true });
    expect(await third.client.flush()).toEqual({ ok: true });
    expect(server.entities()).toMatchObject([{ count: 1 }, { count: 1 }, { count: 1 }]);
    expect(third.client.engine.all("counter")).toEqual(second.client.engine.all("counter"));
  });

  it("offer again what a leader numbered and did not store (P4, P20)", async () => {
    const server = new SimulatedServer(sampleContract);
    const browser = new TestBrowser();
    const disk = new MemoryStorage();
    const full: ClientStorage = {
      load: () => disk.load(),
      write: () => new Promise(() => {}),
      close: async () => {},
    };
    const [one, two] = [openTab(browser, server, full), openTab(browser, server, disk)];
    await one.client.connect();
    await two.client.connect();
    await settled();
    const mutation = two.client.mutate.increment("n");
    await settled();
    expect(mutation.id).toBe(1);
    one.kill();
    expect(await mutation.confirmed).toEqual({ ok: true });
    expect(server.entities()).toMatchObject([{ id: "n", count: 1 }]);
  });

  it("send nothing twice that others decided while a tab was away (P5, P26)", async () => {
    const server = new SimulatedServer(sampleContract);
    const browser = new TestBrowser();
    const disk = new MemoryStorage();
    const one = openTab(browser, server, disk);
    await one.client.connect();
    await settled();
    one.transport.failure = new Error("unreachable");
    const mutation = one.client.mutate.increment("n");
    await settled();
    await one.client.disconnect();
    const two = openTab(browser, server, disk);
    await two.client.connect();
    expect(await two.client.flush()).toEqual({ ok: true });
    await two.client.disconnect();

    one.transport.failure = undefined;
    await one.client.connect();
    expect(await one.client.flush()).toEqual({ ok: true });
    expect(await mutation.confirmed).toMatchObject({ ok: false, code: "outcome_unknown" });
    expect(one.client.engine.all("counter")).toMatchObject([{ id: "n", count: 1 }]);
    expect(server.applied).toHaveLength(1);
  });

  it("number anew what a leader that left could not store (P4, P20, P23)", async () => {
    const server = new SimulatedServer(sampleContract);
    const browser = new TestBrowser();
    const disk = new MemoryStorage();
    let isFull = false;
    const mayFill: ClientStorage = {
      load: () => disk.load(),
      write: (changes) => (isFull ? Promise.reject(new Error("disk full")) : disk.write(changes)),
      close: async () => {},
    };
    const [one, two] = [openTab(browser, server, mayFill), openTab(browser, server, disk)];
    await one.client.connect();
    await two.client.connect();
    await settled();
    isFull = true;
    const mutation = one.client.mutate.increment("one");
    await settled();
    await one.client.disconnect();
    isFull = false;
    await settled();
    expect(await two.client.mutate.increment("two").confirmed).toEqual({ ok: true });
    await one.client.connect();
    expect(await mutation.confirmed).toEqual({ ok: true });
    expect(await two.client.flush()).toEqual({ ok: true });
    expect(server.entities()).toMatchObject([
      { id: "two", count: 1 },
      { id: "one", count: 1 },
    ]);
  });

  it("agree, and apply every operation once, whatever is opened, closed and killed (P4, P26)", async () => {
    const step = fc.oneof(
      { weight: 5, arbitrary: fc.record({ do: fc.constant("mutate" as const), tab: fc.nat(5) }) },
      { weight: 4, arbitrary: fc.record({ do: fc.constant("wait" as const), tab: fc.nat(3) }) },
      { weight: 2, arbitrary: fc.record({ do: fc.constant("pause" as const), tab: fc.nat(1) }) },
      {
        weight: 3,
        arbitrary: fc.record({
          do: fc.constantFrom("open" as const, "close" as const, "kill" as const, "leave" as const),
          tab: fc.nat(5),
        }),
      },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
        const server = new SimulatedServer(sampleContract);
        const browser = new TestBrowser();
        const disk = new MemoryStorage();
        const tabs: Tab[] = [];
        const open = (): void => {
          const tab = openTab(browser, server, disk);
          tabs.push(tab);
          void tab.client.connect();
        };
        /** Tabs that were away: what others decided meanwhile they may have to call unknown. */
        const left = new Set<SampleClient>();
        const made: { tab: SampleClient; id: string; outcome: Promise<Outcome> }[] = [];
        open();
        for (const { do: action, tab: index } of steps) {
          const tab = tabs[index % Math.max(1, tabs.length)];
          if (action === "open" && tabs.length < 5) open();
          else if (action === "wait") for (let turn = 0; turn < index * 2; turn++) await Promise.resolve();
          else if (action === "pause") await new Promise((resolve) => setImmediate(resolve));
          else if (tab === undefined) continue;
          else if (action === "mutate") {
            const id = `n${made.length}`;
            made.push({ tab: tab.client, id, outcome: tab.client.mutate.increment(id).confirmed });
          } else if (action === "leave") {
            left.add(tab.client);
            await tab.client.disconnect();
            for (let turn = 0; turn < index; turn++) await settled();
            void tab.client.connect();
          } else if (action === "kill" || action === "close") {
            tabs.splice(tabs.indexOf(tab), 1);
            if (action === "kill") tab.kill();
            else await tab.client.disconnect();
          }
        }
        open();
        for (let round = 0; round < 20; round++) {
          await settled();
          for (const { environment } of tabs) await environment.advance(30_000);
        }
        expect(leaders(tabs).filter(Boolean)).toHaveLength(1);
        for (const { client } of tabs) {
          expect(client.status.pending).toBe(0);
          expect(client.engine.all("counter").toSorted()).toEqual(
            server.entities().sort((left, right) => (left.id < right.id ? -1 : 1)),
          );
        }
        for (const { id, tab, outcome } of made) {
          const count = server.entities().find((entity) => entity.id === id)?.["count"];
          expect(count ?? 1, `${id} is applied once`).toBe(1);
          if (!tabs.some(({ client }) => client === tab)) continue;
          const verdict = await Promise.race([outcome, undefined]);
          if (left.has(tab) && verdict?.ok === false && verdict.code === "outcome_unknown") continue;
          expect(verdict).toEqual({ ok: true });
          expect(count, `${id} is applied`).toBe(1);
        }
      }),
      { numRuns: Number(process.env["KALPHITE_PROPERTY_RUNS"] ?? 60) },
    );
  });
});

describe("createTabChannel", () => {
  it("takes an operation that is offered twice once, also after it was done (P26)", async () => {
    const browser = new TestBrowser();
    const offered: string[] = [];
    const tab = {};
    const tabs = createTabChannel(browser.platform(tab));
    const join = () => {
      const membership = tabs.join("room", {
        id: "leader",
        lead: () => membership.announce(),
        describe: () => ({ record: {} as never, entities: [], queue: [] }),
        dispatch: (event) => {
          if (event.kind === "offered") offered.push(event.queued.key);
        },
      });
      return membership;
    };
    const first = join();
    const { openChannel } = browser.platform({});
    const everyone = openChannel("kalphite/room");
    const own = openChannel("kalphite/room/follower");
    const leaders: string[] = [];
    own.onmessage = ({ data }: { readonly data: { readonly from: string } }) => void leaders.push(data.from);
    const say = async (message: object): Promise<void> => {
      everyone.postMessage({ from: "follower", ...message });
      await settled();
    };
    const offer = (to: string | undefined, key: string) => say({ kind: "offer", to, queued: { key } });
    await settled();
    await say({ kind: "hello" });
    await offer(leaders.at(-1), "a");
    await offer(leaders.at(-1), "b");
    await offer(leaders.at(-1), "a");
    expect(offered).toEqual(["a", "b"]);

    // What was on its way to a leader that resigned is not for the next one, be it the same tab; what it is offered is.
    first.leave();
    await settled();
    join();
    await settled();
    await offer(leaders.at(-1), "b");
    expect(offered).toEqual(["a", "b"]);
    await say({ kind: "hello" });
    await offer(leaders.at(-1), "b");
    expect(offered).toEqual(["a", "b", "b"]);
  });
});
