import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MemoryStorage, TransportError, type StateChange, type StoredState } from "../../src/client/index.js";
import type { Entity } from "../../src/protocol/index.js";
import { runEntry } from "../../src/client/state/apply-change.js";
import { OverlayView } from "../../src/client/state/overlay-view.js";
import { reduce } from "../../src/client/state/reduce.js";
import type { Settlement, SyncEffect } from "../../src/client/state/sync-effect.js";
import type { RequestFailure, SyncEvent } from "../../src/client/state/sync-event.js";
import type { SyncSettings } from "../../src/client/state/sync-settings.js";
import { initialState, viewOf, type SyncRequest, type SyncState } from "../../src/client/state/sync-state.js";
import { sampleContract } from "./sample-contract.js";
import { SimulatedServer } from "./simulated-server.js";

const settings: SyncSettings = {
  contract: sampleContract,
  roomId: "default",
  userId: "u",
  batchSize: 3,
  origin: "k",
};

const DAY_MS = 24 * 60 * 60 * 1000;

const TYPES = ["todo", "counter"];

type Picture = ReadonlyMap<string, Entity>;

function pictureOf(state: SyncState): Picture {
  const view = viewOf(state);
  const entities = TYPES.flatMap((type) => [...view.values(type)]);
  return new Map(entities.map((entity) => [entity.id, entity]));
}

/** The view as its definition says it: every operation run again, in order, over the base (P21). */
function replayed(state: SyncState): Picture {
  const writes = new Map<string, Entity | null>();
  const view = new OverlayView(state.base, writes);
  for (const entry of state.entries) {
    if (!entry.draft && entry.operation.id <= state.record.coveredId) continue;
    for (const [id, entity] of runEntry(settings, entry, view).writes) writes.set(id, entity);
  }
  return new Map(TYPES.flatMap((type) => [...view.values(type)]).map((entity) => [entity.id, entity]));
}

const sortedById = (entities: Iterable<Entity>): Entity[] =>
  [...entities].sort((left, right) => (left.id < right.id ? -1 : 1));

/** A client made of the reducer alone, its storage and its requests in the hands of the test. */
class ReducerClient {
  readonly server: SimulatedServer;
  state: SyncState = initialState(settings, "fresh-0", true);
  storage = new MemoryStorage();
  unwritten: StateChange[] = [];
  request: SyncRequest | undefined;
  /** On their way, by the request. */
  readonly answers = new Map<SyncRequest, SyncEvent>();
  waiting = false;
  /** Operations up to this number are on disk, as perhaps sent. */
  storedSentId = 0;
  made = 0;
  fresh = 0;
  /** Days since the client was made; its operations are a millisecond apart. */
  day = 0;
  wentBack = false;
  restoreServer: (() => void) | undefined;
  readonly told = new Set<string>();
  readonly settled = new Map<string, Settlement[]>();
  readonly accepted = new Set<string>();
  /** By timestamp, which an operation keeps when it gets another number. */
  readonly keys = new Map<number, string>();

  constructor(server: SimulatedServer) {
    this.server = server;
  }

  dispatch(event: SyncEvent): void {
    const before = this.state;
    const shown = pictureOf(before);
    const { state, effects } = reduce(settings, before, event);
    this.state = state;

    expect(pictureOf(before), "the state that went in stays as it was").toEqual(shown);
    const now = pictureOf(state);
    expect(sortedById(now.values()), "P21: the view is a whole replay").toEqual(
      sortedById(replayed(state).values()),
    );
    const differing = new Set([...shown.keys(), ...now.keys()].filter((id) => shown.get(id) !== now.get(id)));
    const changes = effects.filter((effect) => effect.kind === "changed");
    expect(changes.length, "told once").toBeLessThanOrEqual(1);
    expect(
      new Set(changes.flatMap(({ change }) => [...change.values()].flatMap((ids) => [...ids]))),
      "told of what differs, and of nothing else",
    ).toEqual(differing);

    const numbers = state.entries.filter(({ draft }) => !draft).map(({ operation }) => operation.id);
    expect(numbers, "P4: in order, none twice").toEqual(
      [...new Set(numbers)].sort((left, right) => left - right),
    );
    expect(state.record.lastId).toBeGreaterThanOrEqual(numbers.at(-1) ?? 0);
    if (state.record.clientId === before.record.clientId) {
      expect(state.record.lastId, "P4: numbers never fall").toBeGreaterThanOrEqual(
        event.kind === "loaded" ? 0 : before.record.lastId,
      );
    }
    if (state.record.stateVersion !== before.record.stateVersion) this.checkBase();
    for (const effect of effects) this.perform(effect);
  }

  /** Version by version the base is what the server had, and holds the client's operations that it had (P15, P28). */
  checkBase(): void {
    const { record, base } = this.state;
    const then = this.server.history.get(record.stateVersion ?? "");
    if (then === undefined) return;
    const held = TYPES.flatMap((type) => [...base.values(type)]);
    expect(sortedById(held), `P21: the base is the server's at ${record.stateVersion}`).toEqual(
      sortedById(then.entities),
    );
    const last = then.last.get(record.clientId) ?? 0;
    expect(record.coveredId, "P15: no operation is shown twice").toBeGreaterThanOrEqual(last);
  }

  perform(effect: SyncEffect): void {
    if (effect.kind === "commit") this.unwritten.push(effect.change);
    if (effect.kind === "request") {
      const { request } = effect;
      expect(this.request, "P20: one request in flight").toBeUndefined();
      this.request = request;
      if (request.kind === "push") {
        expect(request.operations.every(({ id }) => id <= this.storedSentId)).toBe(true);
      }
    }
    if (effect.kind === "abort") this.dropRequest();
    if (effect.kind === "wait") this.waiting = true;
    if (effect.kind === "stop_waiting") this.waiting = false;
    if (effect.kind === "settled") {
      for (const settlement of effect.settled) {
        const { key } = settlement;
        if (!this.wentBack) expect(this.told.has(key), "P22: told once while the process lives").toBe(false);
        this.told.add(key);
        this.settled.set(key, [...(this.settled.get(key) ?? []), settlement]);
      }
    }
  }

  get now(): number {
    return this.day * DAY_MS + this.made;
  }

  async write(): Promise<void> {
    const changes = this.unwritten.splice(0);
    if (changes.length === 0) return;
    await this.storage.write(changes);
    this.storedSentId = changes.at(-1)!.record.sentId ?? 0;
    const { clientId, sentId = 0 } = changes.at(-1)!.record;
    this.dispatch({ kind: "stored", clientId, id: sentId });
  }

  async restart(): Promise<void> {
    // What was not written is lost with the process; the user was not told that it was kept.
    for (const { key } of this.unwritten.flatMap(({ append }) => append ?? [])) this.accepted.delete(key);
    const loadedKeys = new Set((await this.storage.load())?.queue.map(({ key }) => key));
    for (const { key, draft } of this.state.entries) {
      if (draft && !loadedKeys.has(key)) this.accepted.delete(key);
    }
    this.told.clear();
    this.unwritten = [];
    this.dropRequest();
    this.waiting = false;
    this.state = initialState(settings, `fresh-${++this.fresh}`, true);
    this.dispatch({ kind: "connected" });
  }

  async load(): Promise<void> {
    if (this.state.role !== "loading") return;
    const stored: StoredState | undefined = await this.storage.load();
    this.dispatch({ kind: "loaded", stored });
  }

  mutate(name: string, args: readonly string[]): void {
    const key = `k${++this.made}`;
    this.accepted.add(key);
    this.keys.set(this.now, key);
    this.dispatch({ kind: "mutated", key, operation: { name, args, timestamp: this.now }, args });
  }

  /** Lets the request reach the server; the answer is on its way. */
  reach(): void {
    const { request } = this;
    if (request === undefined || this.answers.has(request)) return;
    try {
      this.answers.set(
        request,
        request.kind === "push"
          ? { kind: "pushed", request, response: { confirmations: this.server.push(request.operations) } }
          : {
              kind: "pulled",
              request,
              response: this.server.pull(request.body),
              at: this.now,
              freshClientId: `fresh-${++this.fresh}`,
            },
      );
    } catch (error) {
      const { code, message, status, detail } = error as TransportError;
      this.answers.set(request, this.failed(request, { code, message, status, detail }));
    }
  }

  /** Lets the answer arrive; or it is lost (P25). */
  answer(lose: boolean): void {
    this.reach();
    const { request } = this;
    if (request === undefined) return;
    this.request = undefined;
    const answer = this.answers.get(request)!;
    this.answers.clear();
    this.dispatch(lose ? this.failed(request, { code: "unreachable", message: "" }) : answer);
  }

  failed(request: SyncRequest, failure: RequestFailure): SyncEvent {
    return { kind: "failed", request, failure, freshClientId: `fresh-${++this.fresh}` };
  }

  /** Nobody waits for the answer any more. */
  dropRequest(): void {
    this.request = undefined;
    this.answers.clear();
  }

  /** Time passes that no request outlasts. */
  giveUp(): void {
    const { request } = this;
    if (request === undefined) return;
    this.dropRequest();
    this.dispatch(this.failed(request, { code: "timeout", message: "" }));
  }

  async heal(): Promise<void> {
    await this.load();
    this.dispatch({ kind: "online", online: true });
    this.dispatch({ kind: "connected" });
    for (let round = 0; round < 1000; round++) {
      await this.write();
      if (this.waiting) {
        this.waiting = false;
        this.dispatch({ kind: "retry_due" });
      }
      if (this.request === undefined) break;
      this.answer(false);
    }
  }
}

const id = fc.constantFrom("a", "b", "c", "d");
const call = fc.oneof(
  fc.tuple(fc.constantFrom("addTodo", "updateTitle"), id, fc.constantFrom("x", "y")),
  fc.tuple(fc.constantFrom("completeTodo", "deleteTodo", "deleteDone", "tag", "sumCounters"), id),
  fc.tuple(fc.constantFrom("rejectOnServer", "throwEverywhere"), id),
  fc.tuple(fc.constantFrom("countTodos", "increment"), fc.constantFrom("n", "m", "a")),
  fc.tuple(fc.constant("copyTitle"), id, id),
);
const command = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant("mutate" as const), call }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("elsewhere" as const), call }) },
  { weight: 8, arbitrary: fc.record({ do: fc.constant("answer" as const), lose: fc.boolean() }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant("told" as const), ago: fc.nat(3) }) },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constantFrom(
        "write" as const,
        "retry" as const,
        "hint" as const,
        "load" as const,
        "reach" as const,
      ),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constantFrom(
        "restart" as const,
        "offline" as const,
        "online" as const,
        "disconnect" as const,
        "connect" as const,
        "confirm" as const,
        "epoch" as const,
        "forget" as const,
        "back up" as const,
        "restore" as const,
      ),
    }),
  },
);
type Command = typeof command extends fc.Arbitrary<infer Value> ? Value : never;

async function perform(client: ReducerClient, server: SimulatedServer, next: Command): Promise<void> {
  switch (next.do) {
    case "mutate":
      return client.mutate(next.call[0], next.call.slice(1) as string[]);
    case "elsewhere": {
      const [name, ...args] = next.call;
      const operationId = (server.outcomes.get("other")?.length ?? 0) + 1;
      server.push([{ name, args, id: operationId, clientId: "other", timestamp: 0 }]);
      return;
    }
    case "answer":
      return client.answer(next.lose);
    case "told": {
      // Late, again, or never, as it comes (P28).
      const told = server.hints.at(-1 - next.ago);
      if (told === undefined) return;
      const { hint, lastOperationId, clientId } = told;
      const own = clientId === client.state.record.clientId && lastOperationId !== undefined;
      const patch = { ...hint.patch, ...(own && { lastOperationId }) };
      return client.dispatch({ kind: "patched", stateVersion: hint.stateVersion, patch, at: 1 });
    }
    case "reach":
      return client.reach();
    case "write":
      return client.write();
    case "load":
      return client.load();
    case "retry":
      if (!client.waiting) return;
      client.waiting = false;
      return client.dispatch({ kind: "retry_due" });
    case "hint":
      return client.dispatch({ kind: "hinted", stateVersion: `${server.epoch}.${server.version}` });
    case "restart":
      return client.restart();
    case "offline":
    case "online":
      return client.dispatch({ kind: "online", online: next.do === "online" });
    case "disconnect":
      return client.dispatch({ kind: "disconnected", resigned: false });
    case "connect":
      return client.dispatch({ kind: "connected" });
    case "epoch":
      server.epoch += "+";
      return;
    case "forget":
      // As P6 promises: not before the client was silent for 30 days.
      client.day += 40;
      client.giveUp();
      server.outcomes.delete(client.state.record.clientId);
      return;
    case "back up":
      client.restoreServer = server.backUp();
      return;
    case "restore":
      if (client.restoreServer === undefined) return;
      client.wentBack = true;
      return client.restoreServer();
    case "confirm": {
      const confirmation = server.outcomes.get(client.state.record.clientId)?.at(-1);
      if (confirmation) client.dispatch({ kind: "confirmed", confirmations: [confirmation] });
      return;
    }
  }
}

describe("reduce", () => {
  it(
    "keeps its invariants through any history, and converges (P4, P5, P6, P13, P17, P20, P21, P22, P23, P25, P28)",
    { timeout: 600_000 },
    async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(command, { maxLength: 60, size: "max" }), async (commands) => {
          const server = new SimulatedServer(sampleContract);
          const client = new ReducerClient(server);
          client.dispatch({ kind: "connected" });
          for (const next of commands) await perform(client, server, next);
          await client.heal();

          expect(client.state.entries, "nothing is pending").toEqual([]);
          expect(sortedById(pictureOf(client.state).values()), "the view is the server's").toEqual(
            sortedById(server.entities()),
          );
          const own = server.appliedOperations.filter(({ clientId }) => clientId !== "other");
          const appliedKeys = own.map(({ timestamp }) => client.keys.get(timestamp)!);
          expect(appliedKeys.length, "nothing twice").toBe(new Set(appliedKeys).size);
          for (const key of client.accepted) {
            const verdicts = client.settled.get(key) ?? [];
            expect(verdicts.length, `P23: ${key} has a verdict`).toBeGreaterThan(0);
            const codes = verdicts.map(({ outcome }) => (outcome.ok ? "ok" : outcome.code));
            if (!client.wentBack) {
              const known = new Set(codes.filter((code) => code !== "outcome_unknown"));
              expect(known.size, "P6: always the same").toBeLessThan(2);
              if (known.has("ok")) expect(appliedKeys, "confirmed is applied").toContain(key);
              else if (known.size > 0) expect(appliedKeys, "refused is not applied").not.toContain(key);
            }
          }
          const stored = await client.storage.load();
          expect(sortedById(stored?.entities ?? []), "what is stored is what is shown").toEqual(
            sortedById(server.entities()),
          );
          expect(stored?.queue ?? []).toEqual([]);
        }),
        { numRuns: Number(process.env["KALPHITE_PROPERTY_RUNS"] ?? 400) },
      );
    },
  );
});
