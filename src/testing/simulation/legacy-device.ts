import { byId, jsonEquals, type Entity } from "../../protocol/index.js";
import type { FaultKind } from "./fault-kinds.js";
import type { History } from "./history.js";
import { LegacyProcess, type LegacyDeviceState } from "./legacy-process.js";
import type { Participant, ParticipantKind } from "./participant.js";
import type { Chooser } from "./simulation-options.js";

const DAY_MS = 24 * 60 * 60 * 1000;
/** For longer than that a change may wait for its acknowledgement only in an application that nobody closes. */
const MAX_LIFE_MS = 30 * DAY_MS;

type Mutable<Value> = { -readonly [Key in keyof Value]: Value[Key] };

/** A device with an application of the field on it, which sends whole entities over one socket (P31 to P34). */
export class LegacyDevice implements Participant {
  readonly #history: History;
  readonly #state: Mutable<LegacyDeviceState>;
  #process: LegacyProcess | undefined;
  #startedAt = 0;
  #isRefreshed = false;

  constructor(history: History, index: number) {
    const { random } = history;
    this.#history = history;
    this.#state = {
      name: `legacy ${index + 1}`,
      roomId: random.pick(history.roomIds),
      userId: random.pick(history.userIds),
      skewMs: random.integer(-60_000, 60_000),
      isCutOff: false,
    };
    this.#open();
  }

  get name(): string {
    return this.#state.name;
  }

  act(): void {
    const { random } = this.#history;
    for (const [kind, strike] of this.#faults) {
      if (!this.#history.strikes(kind)) continue;
      strike();
      return;
    }
    const process = this.#living();
    if (process === undefined) return this.#open();
    if (!process.isWanted && random.chance(0.3)) return process.connect();
    for (let burst = random.chance(0.2) ? random.integer(2, 6) : 1; burst > 0; burst--) this.#edit(process);
  }

  heal(): void {
    this.#state.isCutOff = false;
    const process = this.#living();
    if (process === undefined) return this.#open();
    process.dieAfter(Infinity);
    // Where servers look for what they missed once a day.
    if (this.#history.isLong && !this.#isRefreshed) process.disconnect();
    this.#isRefreshed = true;
    if (!process.isWanted) process.connect();
  }

  unrest(): string | undefined {
    const process = this.#process;
    if (process === undefined || !process.isAlive) return `${this.name} is not there`;
    const { engine, name, made, shown } = process;
    if (!engine.connected) return `${name} is not connected`;
    if (engine.queueLength > 0) return `${name} has ${engine.queueLength} changes to send`;
    const open = made.find(({ outcome }) => outcome === undefined);
    if (open !== undefined) return `${name} was not told what became of ${open.name} at ${open.timestamp}`;
    return this.#difference(name, [...shown.values()]);
  }

  readonly #faults: readonly (readonly [FaultKind, () => void])[] = [
    ["clock_jumped", () => (this.#state.skewMs = this.#history.random.integer(-DAY_MS, DAY_MS))],
    ["client_cut_off", () => this.#cutOff()],
    ["client_closed", () => this.#process?.disconnect()],
    ["client_killed_midway", () => this.#process?.dieAfter(this.#history.random.integer(0, 6))],
    ["client_killed", () => this.#process?.die()],
  ];

  #living(): LegacyProcess | undefined {
    if (this.#history.world.now - this.#startedAt > MAX_LIFE_MS) this.#process?.die();
    return this.#process?.isAlive ? this.#process : undefined;
  }

  #open(): void {
    this.#process = new LegacyProcess(this.#history, this.#state);
    this.#startedAt = this.#history.world.now;
    if (this.#history.isHealed || this.#history.random.chance(0.9)) this.#process.connect();
  }

  #cutOff(): void {
    const { world, random } = this.#history;
    this.#state.isCutOff = true;
    this.#history.say(this.name, () => "loses its network");
    world.schedule(random.between(100, 60_000), () => (this.#state.isCutOff = false));
  }

  #edit(process: LegacyProcess): void {
    const { legacyEdit } = this.#history.options;
    if (legacyEdit === undefined) throw new TypeError("A history with legacy clients needs `legacyEdit`");
    process.perform(legacyEdit(this.#chooser(process), (id) => process.shown.get(id)));
  }

  #chooser({ shown }: LegacyProcess): Chooser {
    const { roomId, userId } = this.#state;
    return this.#history.chooser({ roomId, userId }, (type) =>
      [...shown.values()].filter((entity) => entity.type === type),
    );
  }

  /** P34: it shows what the room holds, of the types that it is told of, as far as its user may see it. */
  #difference(name: string, shown: readonly Entity[]): string | undefined {
    const { roomId, userId } = this.#state;
    const { servers, options } = this.#history;
    const room = this.#history.room(roomId);
    const { generation } = room.accessOf(userId);
    const access = { roomId, user: { id: userId } };
    const isTold = ({ type }: Entity): boolean => servers.legacy?.[type] !== "off";
    const expected = [...room.at(room.version).values()].filter(
      (entity) => isTold(entity) && options.visible?.(entity, access, generation) !== false,
    );
    const found = shown.filter(isTold).sort(byId);
    if (jsonEquals(found, expected.sort(byId))) return undefined;
    return `${name} shows\n  ${JSON.stringify(found)}\ninstead of\n  ${JSON.stringify(expected)}`;
  }
}

/** A device with an application that speaks the older protocol. */
export const legacyClient: ParticipantKind = (history, index) => new LegacyDevice(history, index);
