import {
  createClientEngine,
  createHttpTransport,
  createTabChannel,
  type ClientEngine,
  type Environment,
  type SyncError,
} from "../../client/index.js";
import type { RuntimeContract } from "../../protocol/index.js";
import type { BrowserTabs } from "./browser-tabs.js";
import type { ClientDisk } from "./client-disk.js";
import { createHintSockets } from "./hint-sockets.js";
import type { History } from "./history.js";
import { createFetch } from "./network.js";
import type { MadeOperation } from "./operation-register.js";
import { describe } from "./describe.js";
import { SimulatedProcess } from "./simulated-process.js";
import { ViewCheck } from "./view-check.js";

/** What the processes of one device have in common. */
export interface DeviceState {
  readonly name: string;
  readonly roomId: string;
  readonly userId: string;
  readonly disk: ClientDisk;
  readonly tabs: BrowserTabs | undefined;
  readonly contract: RuntimeContract;
  readonly entityTypes: readonly string[] | undefined;
  readonly batchSize: number;
  readonly queueLimit: number;
  readonly skewMs: number;
  readonly isOnline: boolean;
  readonly isCutOff: boolean;
  /** How often one of several tabs died or disconnected. */
  readonly departures: number;
}

const LONG_POLL_INTERVAL_MS = 7 * 24 * 60 * 60 * 1000;

/** One run of the real client engine: a program, or a tab. */
export class ClientProcess extends SimulatedProcess {
  readonly engine: ClientEngine;
  readonly contract: RuntimeContract;
  readonly entityTypes: readonly string[] | undefined;
  readonly device: DeviceState;
  readonly made: MadeOperation[] = [];
  /** Between `connect` and `disconnect`. */
  isWanted = false;
  openFlushes = 0;
  readonly #history: History;
  readonly #onlineListeners = new Set<() => void>();
  #token: string;

  constructor(history: History, device: DeviceState, onDeparture: () => void) {
    super(`${device.name}.${history.serial()}`, () => this.#checkLater());
    this.#history = history;
    this.device = device;
    this.contract = device.contract;
    this.entityTypes = device.entityTypes;
    this.#token = history.servers.tokens.issue(device.userId);
    const environment = this.#environment();
    const network = { process: this, isCutOff: () => device.isCutOff };
    const transport = createHttpTransport({
      url: "http://server",
      roomId: device.roomId,
      fingerprint: device.contract.fingerprint,
      getAuthToken: async ({ refresh }) => {
        if (refresh) this.#token = history.servers.tokens.issue(device.userId);
        return this.#token;
      },
      fetch: createFetch(history, network),
      WebSocket: createHintSockets(history, network),
      environment,
    });
    const { entityTypes, batchSize, queueLimit } = device;
    this.engine = createClientEngine(
      device.contract,
      history.options.wrapTransport?.(transport) ?? transport,
      {
        roomId: device.roomId,
        userId: device.userId,
        ...(entityTypes && { entityTypes }),
        storage: device.disk.open(this),
        ...(device.tabs && { tabs: createTabChannel(device.tabs.platform(this)) }),
        batchSize,
        ...(history.isLong && { pollIntervalMs: LONG_POLL_INTERVAL_MS }),
        offlineQueueLimit: queueLimit,
        onError: (error) => this.#onError(error),
        environment,
      },
    );
    const check = new ViewCheck(history, this);
    this.#check = () => check.run();
    this.engine.subscribe((change) => check.told(change));
    history.say(this.name, () => `starts${entityTypes ? ` with ${entityTypes.join(", ")}` : ""}`);
    this.onDeath(() => history.say(this.name, () => "dies"));
    this.onDeath(onDeparture);
    this.#onDeparture = onDeparture;
  }

  readonly #check: () => void;
  readonly #onDeparture: () => void;

  connect(): void {
    this.isWanted = true;
    this.#history.say(this.name, () => "connects");
    this.enter(() => void this.engine.connect());
  }

  disconnect(): void {
    this.isWanted = false;
    this.#onDeparture();
    this.#history.say(this.name, () => "disconnects");
    this.enter(() => void this.engine.disconnect());
  }

  tellOnline(): void {
    this.enter(() => {
      for (const listener of this.#onlineListeners) listener();
    });
  }

  flush(): void {
    this.openFlushes++;
    this.enter(() => void this.engine.flush().then(() => this.openFlushes--));
  }

  /** Its user does something. */
  perform(name: string, args: readonly unknown[]): void {
    const { register } = this.#history;
    const timestamp = register.freeTimestamp(this.#now());
    const { roomId, name: client } = this.device;
    const made: MadeOperation = {
      timestamp,
      roomId,
      client,
      process: this.name,
      lane: this.device.tabs === undefined ? client : this.name,
      name,
      args,
      outcome: undefined,
      reported: undefined,
      wasStored: false,
      settled: undefined,
    };
    register.add(made);
    this.made.push(made);
    this.#history.count("operations");
    this.enter(() => {
      this.#made = timestamp;
      const mutation = this.engine.executeOperation(name, args);
      this.#made = undefined;
      this.#history.say(this.name, () => `does ${describe(made)} as ${mutation.id}`);
      void mutation.confirmed.then((outcome) => {
        if (!this.isAlive) return;
        made.outcome = outcome;
        this.#history.count(outcome.ok ? "outcome_ok" : `outcome_${outcome.code}`);
        this.#history.say(this.name, () => `learns of ${describe(made)}: ${JSON.stringify(outcome)}`);
      });
    });
  }

  #made: number | undefined;

  #now(): number {
    return Math.floor(this.#history.world.now + this.device.skewMs);
  }

  #environment(): Environment {
    const { world, random } = this.#history;
    return {
      now: () => this.#made ?? this.#now(),
      random: () => random.next(),
      setTimer: (callback, delayMs) => world.schedule(delayMs, () => this.enter(callback)),
      createId: () => `id${String(this.#history.serial()).padStart(8, "0")}`,
      isOnline: () => this.device.isOnline,
      onOnlineChange: (callback) => {
        this.#onlineListeners.add(callback);
        return () => void this.#onlineListeners.delete(callback);
      },
    };
  }

  /** As an application would: what only it can help against it helps against, some time later. */
  #onError(error: SyncError): void {
    if (!this.isAlive) return;
    const { world, random } = this.#history;
    this.#history.count(`error_${error.kind}_${error.code}`);
    this.#history.say(this.name, () => `reports ${error.kind} ${error.code}`);
    if (error.kind === "operation") {
      const made = this.#history.register.find(error.operation);
      if (made !== undefined) made.reported = error.code;
    }
    if (error.kind !== "request" || error.willRetry) return;
    world.schedule(random.between(100, 20_000), () => {
      if (this.isWanted && this.engine.status.blocked !== undefined) this.connect();
    });
  }

  #checkLater(): void {
    this.#history.checkLater(this, this.#check);
  }
}
