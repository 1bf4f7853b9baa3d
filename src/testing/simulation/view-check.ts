import type { ViewChange } from "../../client/index.js";
import { byId, jsonEquals, type Entity, type PendingOperation } from "../../protocol/index.js";
import { decodeStateVersion } from "../../server/core/state-version.js";
import type { ClientProcess } from "./client-process.js";
import type { History } from "./history.js";
import { InvariantBroken } from "./invariant-broken.js";
import { replay } from "./replay.js";
import { describe } from "./describe.js";

/** What must hold of a client whenever nothing is going on in it, seen from outside. */
export class ViewCheck {
  readonly #history: History;
  readonly #process: ClientProcess;
  readonly #snapshots = new Map<string, readonly Entity[]>();
  readonly #told = new Set<string>();
  #stateVersion: string | undefined;
  #pending: readonly PendingOperation[] = [];
  #epoch = "";
  #version = 0;
  /** Those that this check has made allowance for. */
  #departures = 0;

  constructor(history: History, process: ClientProcess) {
    this.#history = history;
    this.#process = process;
  }

  told(change: ViewChange): void {
    for (const type of change.keys()) this.#told.add(type);
  }

  /** @throws InvariantBroken */
  run(): void {
    if (!this.#process.isAlive) return;
    const { engine } = this.#process;
    const pending = engine.pendingOperations;
    const isOther = this.#checkSnapshots();
    if (!isOther && engine.stateVersion === this.#stateVersion && isSameQueue(pending, this.#pending)) return;
    this.#stateVersion = engine.stateVersion;
    this.#pending = pending;
    this.#checkNumbers(pending);
    if (engine.stateVersion === undefined) return;
    const version = this.#checkVersion(engine.stateVersion);
    this.#checkPending(pending, version);
    this.#checkView(pending, version);
  }

  #break(message: string): never {
    throw new InvariantBroken(`${this.#process.name}: ${message}`);
  }

  /** P4: numbered operations stand in order, none twice, and those without a number behind them. */
  #checkNumbers(pending: readonly PendingOperation[]): void {
    let last = 0;
    let hasDraft = false;
    for (const { id } of pending) {
      if (id === 0) hasDraft = true;
      else if (hasDraft || id <= last)
        this.#break(`P4: the queue is ${pending.map((each) => each.id).join(", ")}`);
      else last = id;
    }
  }

  /** An array of entities is another one only where listeners were told so. Returns whether one is. */
  #checkSnapshots(): boolean {
    let isOther = false;
    const { engine, contract } = this.#process;
    for (const type of Object.keys(contract.entities)) {
      const now = engine.all(type);
      const before = this.#snapshots.get(type);
      this.#snapshots.set(type, now);
      if (before === now) continue;
      isOther = true;
      if (before === undefined || this.#told.has(type)) continue;
      this.#break(`the entities of type ${type} changed, and nobody was told`);
    }
    this.#told.clear();
    return isOther;
  }

  /**
   * P12, P21: the state of the server that a client shows never goes back; only where a tab has gone, and took what it had
   * not written with it, may the others go back to what the next leader knows.
   */
  #checkVersion(stateVersion: string): number {
    const { epoch, version } = decodeStateVersion(stateVersion);
    const { departures } = this.#process.device;
    const mayGoBack = departures > this.#departures;
    if (version < this.#version && mayGoBack) this.#departures = departures;
    else if (epoch === this.#epoch && version < this.#version) {
      this.#break(`P21: the server's state went back from version ${this.#version} to ${version}`);
    }
    this.#epoch = epoch;
    this.#version = version;
    return version;
  }

  /** P22, P23: what the user did is pending until it has failed or the state shown contains it. */
  #checkPending(pending: readonly PendingOperation[], version: number): void {
    const waiting = new Set(pending.map(({ timestamp }) => timestamp));
    for (const made of this.#process.made) {
      if (waiting.has(made.timestamp) || made.outcome?.ok === false) continue;
      if (made.settled !== undefined && made.settled.version <= version) continue;
      const fate =
        made.settled === undefined
          ? "the server has not applied it"
          : `it is in version ${made.settled.version}`;
      this.#break(`P22: ${describe(made)} is not pending at version ${version}, and ${fate}`);
    }
  }

  /**
   * P21: the view is the server's state with the pending operations that it does not contain replayed over it. Which
   * those are is known from the server's record, except for operations that were settled without a new version.
   */
  #checkView(pending: readonly PendingOperation[], version: number): void {
    const { device, engine, contract } = this.#process;
    const room = this.#history.room(device.roomId);
    const access = room.accessOf(device.userId);
    if (version < access.since && access.generation > 0) return;
    const base = this.#visibleAt(version, access.generation);
    let least = 0;
    let most = pending.length;
    for (const [place, operation] of pending.entries()) {
      const settled = this.#history.register.find(operation)?.settled;
      if (settled === undefined || settled.version > version) most = Math.min(most, place);
      else if (settled.failure === undefined && room.at(settled.version) !== room.at(settled.version - 1)) {
        least = Math.max(least, place + 1);
      }
    }
    const shown = Object.keys(contract.entities).flatMap((type) => engine.all(type));
    let expected: readonly Entity[] = [];
    for (let covered = Math.max(most, least); covered >= least; covered--) {
      const replayed = replay(contract, device, base, pending.slice(covered));
      if (replayed === undefined) return;
      expected = Object.keys(contract.entities).flatMap((type) =>
        [...replayed.values()].filter((entity) => entity.type === type).sort(byId),
      );
      if (jsonEquals(shown, expected)) return;
    }
    this.#break(
      `P21: at version ${version} with ${pending.map((each) => `${each.id} ${describe(each)}`).join(", ") || "nothing"} pending ` +
        `it shows\n  ${JSON.stringify(shown)}\ninstead of\n  ${JSON.stringify(expected)}`,
    );
  }

  #visibleAt(version: number, generation: number): Map<string, Entity> {
    const { device, entityTypes } = this.#process;
    const { visible } = this.#history.options;
    const access = { roomId: device.roomId, user: { id: device.userId } };
    const base = new Map<string, Entity>();
    for (const [id, entity] of this.#history.room(device.roomId).at(version)) {
      if (entityTypes?.includes(entity.type) === false) continue;
      if (visible?.(entity, access, generation) !== false) base.set(id, entity);
    }
    return base;
  }
}

function isSameQueue(left: readonly PendingOperation[], right: readonly PendingOperation[]): boolean {
  return (
    left.length === right.length &&
    left.every(({ id, timestamp }, place) => id === right[place]!.id && timestamp === right[place]!.timestamp)
  );
}
