import {
  createSyncClient,
  type Collection,
  type Environment,
  type HintListener,
  type Mutation,
  type SyncClient,
  type SyncClientOptions,
  type SyncError,
  type SyncTransport,
} from "../../src/client/index.js";
import type { StateChangedHint } from "../../src/protocol/index.js";
import { sampleContract, type Todo } from "./sample-contract.js";
import type { SimulatedServer } from "./simulated-server.js";

type Call = (...args: readonly unknown[]) => Mutation;

/** What the generator would write for the sample contract. */
export interface SampleClient extends SyncClient {
  readonly mutate: { readonly [name: string]: Call } & {
    readonly addTodo: Call;
    readonly completeTodo: Call;
    readonly rejectOnServer: Call;
    readonly throwEverywhere: Call;
    readonly updateTitle: Call;
    readonly deleteTodo: Call;
    readonly increment: Call;
    readonly maybe: Call;
  };
  readonly entities: { readonly todo: Collection<Todo, Todo["data"]> };
  readonly todo: Collection<Todo, Todo["data"]>;
}

let ids = 0;

/** Time that passes only when told to, and a network that is there when told to be. */
export class TestEnvironment implements Environment {
  #now = 1_700_000_000_000;
  #timers: { readonly at: number; readonly callback: () => void }[] = [];
  readonly #onlineListeners = new Set<() => void>();
  online = true;
  /** The part of a back-off that is waited. */
  part = 1;

  readonly now = () => this.#now;
  readonly random = () => this.part;
  readonly createId = () => `id-${++ids}`;
  readonly isOnline = () => this.online;
  readonly setTimer = (callback: () => void, delayMs: number) => {
    const timer = { at: this.#now + delayMs, callback };
    this.#timers.push(timer);
    return () => void (this.#timers = this.#timers.filter((other) => other !== timer));
  };
  readonly onOnlineChange = (callback: () => void) => {
    this.#onlineListeners.add(callback);
    return () => void this.#onlineListeners.delete(callback);
  };

  get timers(): number {
    return this.#timers.length;
  }

  get listeners(): number {
    return this.#onlineListeners.size;
  }

  setOnline(online: boolean): void {
    this.online = online;
    for (const listener of this.#onlineListeners) listener();
  }

  async advance(ms: number): Promise<void> {
    this.#now += ms;
    for (;;) {
      const due = this.#timers.find(({ at }) => at <= this.#now);
      if (due === undefined) break;
      this.#timers = this.#timers.filter((timer) => timer !== due);
      due.callback();
      await settled();
    }
    await settled();
  }
}

/** Until everything that was going to happen without time passing has happened. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve));
}

/** A way to a simulated server that can be cut, held up and watched. */
export class TestTransport implements SyncTransport {
  readonly server: SimulatedServer;
  readonly log: string[] = [];
  readonly hints = new Set<HintListener>();
  /** Thrown instead of reaching the server. */
  failure: unknown;
  /** The server is reached, its answer is not seen (P25). */
  loseAnswers = false;
  inFlight = 0;
  gate: Promise<void> | undefined;

  constructor(server: SimulatedServer) {
    this.server = server;
  }

  push: SyncTransport["push"] = (operations) =>
    this.#request(`push ${operations.map(({ id }) => id).join(",")}`, () => ({
      confirmations: this.server.push(operations),
    }));

  pull: SyncTransport["pull"] = (request) =>
    this.#request(`pull ${request.stateVersion ?? "all"}`, () => this.server.pull(request));

  listen: NonNullable<SyncTransport["listen"]> = (_clientId, listener) => {
    this.hints.add(listener);
    return () => void this.hints.delete(listener);
  };

  hint(): void {
    this.tell({ stateVersion: `${this.server.epoch}.${this.server.version}`, entityTypes: [] });
  }

  /** Passes on one of the hints that the server has of each change, with its patch (P28). */
  patch(index: number): void {
    this.tell(this.server.hints.at(index)!.hint);
  }

  tell(data: StateChangedHint): void {
    for (const { onNotification } of this.hints) {
      onNotification({ type: "state_changed", data, timestamp: 0 });
    }
  }

  async #request<Answer>(name: string, act: () => Answer): Promise<Answer> {
    this.log.push(name);
    if (++this.inFlight > 1) throw new Error("P20: two requests at once");
    try {
      await this.gate;
      if (this.failure !== undefined) throw this.failure;
      const answer = act();
      if (this.loseAnswers) throw new Error("the answer was lost");
      return answer;
    } finally {
      this.inFlight--;
    }
  }
}

export interface SampleSetup {
  readonly client: SampleClient;
  readonly environment: TestEnvironment;
  readonly transport: TestTransport;
  readonly errors: SyncError[];
}

/** A client of the sample contract on a simulated server. */
export function createSample(
  server: SimulatedServer,
  options: Partial<SyncClientOptions> = {},
  contract = sampleContract,
): SampleSetup {
  const environment = new TestEnvironment();
  const transport = new TestTransport(server);
  const errors: SyncError[] = [];
  const client = createSyncClient<SampleClient>(contract, {
    transport,
    environment,
    onError: (error) => errors.push(error),
    ...options,
  });
  return { client, environment, transport, errors };
}
