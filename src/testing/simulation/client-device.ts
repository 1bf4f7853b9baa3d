import { byId, jsonEquals, type Entity } from "../../protocol/index.js";
import { BrowserTabs } from "./browser-tabs.js";
import { ClientDisk } from "./client-disk.js";
import { ClientProcess, type DeviceState } from "./client-process.js";
import type { FaultKind } from "./fault-kinds.js";
import type { History } from "./history.js";
import type { Participant, ParticipantKind } from "./participant.js";
import type { Chooser } from "./simulation-options.js";

const MAX_TABS = 3;
const DAY_MS = 24 * 60 * 60 * 1000;

type Mutable<Value> = { -readonly [Key in keyof Value]: Value[Key] };

/** A device with the real client engine on it: one program, or a browser whose tabs share one client (P26). */
export class ClientDevice implements Participant {
  readonly #history: History;
  readonly #state: Mutable<DeviceState>;
  #processes: ClientProcess[] = [];

  constructor(history: History, index: number, hasTabs: boolean) {
    const { random } = history;
    this.#history = history;
    this.#state = {
      name: `${hasTabs ? "browser" : "device"} ${index + 1}`,
      roomId: random.pick(history.roomIds),
      userId: random.pick(history.userIds),
      disk: new ClientDisk(history),
      tabs: hasTabs ? new BrowserTabs(history) : undefined,
      contract: history.options.contract,
      entityTypes: random.chance(0.2) ? this.#drawScope() : undefined,
      batchSize: random.chance(0.5) ? 500 : random.integer(1, 6),
      queueLimit: random.chance(0.1) ? random.integer(2, 8) : 10_000,
      skewMs: random.integer(-60_000, 60_000),
      isOnline: true,
      isCutOff: false,
      departures: 0,
    };
    this.#open();
  }

  get name(): string {
    return this.#state.name;
  }

  act(): void {
    this.#bury();
    const { random } = this.#history;
    for (const [kind, strike] of this.#faults) {
      const isPossible =
        kind !== "tab_opened" && kind !== "tab_closed" ? true : this.#state.tabs !== undefined;
      if (!this.#history.strikes(kind, isPossible)) continue;
      strike();
      return;
    }
    if (this.#processes.length === 0) return this.#open();
    const process = random.pick(this.#processes);
    if (!process.isWanted && random.chance(0.3)) return process.connect();
    if (random.chance(0.05)) return process.flush();
    if (random.chance(0.05)) return process.enter(() => process.engine.pull());
    for (let burst = random.chance(0.2) ? random.integer(2, 6) : 1; burst > 0; burst--)
      this.#operate(process);
  }

  heal(): void {
    this.#bury();
    this.#state.isCutOff = false;
    if (this.#processes.length === 0) this.#open();
    for (const process of this.#processes) {
      process.dieAfter(Infinity);
      if (this.#history.isLong) process.enter(() => process.engine.pull());
      if (!process.isWanted || process.engine.status.blocked !== undefined) process.connect();
    }
    this.#setOnline(true);
  }

  unrest(): string | undefined {
    for (const process of this.#processes) {
      const { engine, name, made, openFlushes } = process;
      if (engine.pendingOperations.length > 0)
        return `${name} has ${engine.pendingOperations.length} operations pending`;
      const open = made.find(({ outcome }) => outcome === undefined);
      if (open !== undefined) return `${name} was not told what became of ${open.name}`;
      if (openFlushes > 0) return `${name} waits for a flush`;
      const { blocked, leader } = engine.status;
      if (blocked !== undefined) return `${name} is blocked: ${blocked}`;
      if (this.#state.tabs === undefined && !leader) return `${name} does not lead`;
      const difference = this.#difference(process);
      if (difference !== undefined) return difference;
    }
    const leaders = this.#processes.filter(({ engine }) => engine.status.leader);
    return leaders.length === 1 ? undefined : `${this.name} has ${leaders.length} leaders`;
  }

  /** What each fault does here, rarest first, so that frequent ones do not hide them. */
  readonly #faults: readonly (readonly [FaultKind, () => void])[] = [
    ["client_forgotten", () => this.#leaveForLong()],
    ["clock_jumped", () => (this.#state.skewMs = this.#history.random.integer(-DAY_MS, DAY_MS))],
    ["client_cut_off", () => this.#cutOff()],
    ["platform_offline", () => this.#turnOffline()],
    ["scope_changed", () => this.#changeScope()],
    ["client_closed", () => this.#any()?.disconnect()],
    ["client_killed_midway", () => this.#any()?.dieAfter(this.#history.random.integer(0, 6))],
    ["client_killed", () => this.#any()?.die()],
    ["tab_closed", () => this.#closeTab()],
    ["tab_opened", () => this.#processes.length < MAX_TABS && this.#open()],
  ];

  #any(): ClientProcess | undefined {
    return this.#processes.length === 0 ? undefined : this.#history.random.pick(this.#processes);
  }

  #open(): void {
    const process = new ClientProcess(this.#history, this.#state, () => {
      if (this.#state.tabs !== undefined) this.#state.departures++;
    });
    this.#processes.push(process);
    if (this.#history.isHealed || this.#history.random.chance(0.9)) process.connect();
  }

  /** A tab that is closed ends, after or before it could say goodbye. */
  #closeTab(): void {
    const process = this.#any();
    process?.disconnect();
    this.#history.world.schedule(this.#history.random.between(0, 2_000), () => process?.die());
  }

  #leaveForLong(): void {
    this.#killAll();
    this.#history.pauseMs = this.#history.random.between(61, 400) * DAY_MS;
    this.#history.say(this.name, () => "is switched off for months");
  }

  #cutOff(): void {
    this.#state.isCutOff = true;
    this.#history.say(this.name, () => "loses its network");
    this.#history.world.schedule(
      this.#history.random.between(100, 60_000),
      () => (this.#state.isCutOff = false),
    );
  }

  #turnOffline(): void {
    this.#setOnline(false);
    this.#history.world.schedule(this.#history.random.between(100, 60_000), () => this.#setOnline(true));
  }

  #setOnline(isOnline: boolean): void {
    if (this.#state.isOnline === isOnline) return;
    this.#history.say(this.name, () => (isOnline ? "is online" : "is offline"));
    this.#state.isOnline = isOnline;
    for (const process of this.#processes) process.tellOnline();
  }

  /** The application comes back as another version of itself; while its types stay the same, tabs may go on with the old one. */
  #changeScope(): void {
    const { contract } = this.#history.options;
    const { random } = this.#history;
    if (random.chance(0.5)) {
      this.#killAll();
      this.#state.entityTypes = random.chance(0.5) ? this.#drawScope() : undefined;
    } else {
      if (this.#state.tabs === undefined || random.chance(0.5)) this.#killAll();
      const isOld = this.#state.contract === contract;
      this.#state.contract = isOld ? { ...contract, fingerprint: "f".repeat(64) } : contract;
    }
    this.#open();
  }

  #killAll(): void {
    for (const process of this.#processes) process.die();
    this.#bury();
  }

  #drawScope(): readonly string[] {
    const types = Object.keys(this.#history.options.contract.entities);
    return types.filter(() => this.#history.random.chance(0.6));
  }

  #bury(): void {
    this.#processes = this.#processes.filter(({ isAlive }) => isAlive);
  }

  #operate(process: ClientProcess): void {
    const { random, options } = this.#history;
    const name = random.pick(Object.keys(options.operations));
    process.perform(name, options.operations[name]!(this.#chooser(process)));
  }

  #chooser({ engine }: ClientProcess): Chooser {
    return this.#history.chooser(this.#state, (type) => engine.all(type));
  }

  #difference({ engine, name, entityTypes, contract }: ClientProcess): string | undefined {
    const { roomId, userId } = this.#state;
    const { visible } = this.#history.options;
    const room = this.#history.room(roomId);
    const { generation } = room.accessOf(userId);
    const isSeen = (entity: Entity): boolean =>
      entityTypes?.includes(entity.type) !== false &&
      visible?.(entity, { roomId, user: { id: userId } }, generation) !== false;
    const wanted = [...room.at(room.version).values()].filter(isSeen).sort(byId);
    const shown = Object.keys(contract.entities)
      .flatMap((type) => engine.all(type))
      .sort(byId);
    if (jsonEquals(shown, wanted)) return undefined;
    return `${name} shows\n  ${JSON.stringify(shown)}\nwhere the server has\n  ${JSON.stringify(wanted)}`;
  }
}

/** A program that has its storage to itself. */
export const soloClient: ParticipantKind = (history, index) => new ClientDevice(history, index, false);

/** A browser with one to three tabs. */
export const tabbedClient: ParticipantKind = (history, index) => new ClientDevice(history, index, true);

/** The real client engine, in both ways of using it. */
export const SYNC_CLIENTS: readonly ParticipantKind[] = [soloClient, soloClient, tabbedClient];
