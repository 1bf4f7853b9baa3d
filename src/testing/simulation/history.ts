import type { Entity } from "../../protocol/index.js";
import { drawFaultRates, type FaultKind, type FaultRates } from "./fault-kinds.js";
import { OperationRegister } from "./operation-register.js";
import { RoomRecord } from "./room-record.js";
import { SeededRandom } from "./seeded-random.js";
import type { ServerFleet } from "./server-fleet.js";
import type { Chooser, SimulationOptions } from "./simulation-options.js";
import { VirtualWorld } from "./virtual-world.js";

/** One history while it goes on: its time, its chance, what happened so far, and what should be so. */
export class History {
  readonly options: SimulationOptions;
  readonly random: SeededRandom;
  readonly world: VirtualWorld;
  readonly rates: FaultRates;
  readonly register = new OperationRegister();
  readonly roomIds: readonly string[];
  readonly userIds: readonly string[] = ["ann", "bob"];
  /** How often each thing happened. */
  readonly counts = new Map<string, number>();
  /** What happened, where it is to be told. */
  readonly trace: string[] | undefined;
  /** Set once the servers are there. */
  servers!: ServerFleet;
  isHealed = false;
  /** How long nothing is to happen after this step, in milliseconds. */
  pauseMs = 0;
  readonly #rooms = new Map<string, RoomRecord>();
  readonly #toCheck = new Map<object, () => void>();
  #serial = 0;
  #broken: { readonly error: unknown } | undefined;

  constructor(options: SimulationOptions, seed: number, isTraced: boolean) {
    this.options = options;
    this.random = new SeededRandom(seed);
    this.trace = isTraced ? [] : undefined;
    this.world = new VirtualWorld(() => this.#check());
    this.rates = drawFaultRates(this.random, options.without);
    this.roomIds = this.random.chance(0.7) ? ["room"] : ["room", "other room"];
  }

  room(roomId: string): RoomRecord {
    let room = this.#rooms.get(roomId);
    if (room === undefined)
      this.#rooms.set(roomId, (room = new RoomRecord(roomId, this.register, this.options.visible)));
    return room;
  }

  /** Whether a fault happens now; counts it. */
  strikes(kind: FaultKind, isPossible = true): boolean {
    if (this.isHealed || !isPossible || !this.random.chance(this.rates[kind])) return false;
    this.count(kind);
    return true;
  }

  count(kind: string): void {
    this.counts.set(kind, (this.counts.get(kind) ?? 0) + 1);
  }

  /** Notes that something is broken where an exception would be caught by what is simulated; the history ends with this event. */
  fail(error: unknown): void {
    this.#broken ??= { error };
  }

  /** A line of the trace; made up only where there is one. */
  say(actor: string, what: () => string): void {
    this.trace?.push(`${(this.world.elapsedMs / 1000).toFixed(3).padStart(9)} s  ${actor}: ${what()}`);
  }

  /** Whether this history is about months: nobody then asks anything by the minute. */
  get isLong(): boolean {
    return this.rates.client_forgotten > 0;
  }

  /** A number that no other call gives. */
  serial(): number {
    return ++this.#serial;
  }

  /** What one user's arguments are made of, who sees these entities. */
  chooser(
    { roomId, userId }: Pick<Chooser, "roomId" | "userId">,
    living: (type: string) => readonly Entity[],
  ): Chooser {
    const { random } = this;
    return {
      roomId,
      userId,
      id: (type) => {
        const entities = living(type);
        return entities.length > 0 && random.chance(0.6)
          ? random.pick(entities).id
          : `${type}${random.integer(1, 4)}`;
      },
      token: () => `t${this.serial()}`,
      integer: (least, most) => random.integer(least, most),
      chance: (probability) => random.chance(probability),
      pick: (values) => random.pick(values),
    };
  }

  /** Has something checked when the event that goes on is over, once however often it is asked for. */
  checkLater(subject: object, check: () => void): void {
    this.#toCheck.set(subject, check);
  }

  #check(): void {
    if (this.#broken !== undefined) throw this.#broken.error;
    if (this.#toCheck.size === 0) return;
    const checks = [...this.#toCheck.values()];
    this.#toCheck.clear();
    for (const check of checks) check();
  }
}
