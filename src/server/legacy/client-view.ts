import { jsonEquals } from "../../protocol/index.js";
import type { Held } from "./room-record.js";

/** One entity at which a client may differ from the room. */
interface Difference {
  /** What the client shows as far as it has answered, which is what it makes changes from; undefined where that is not known. */
  shows: Held | undefined;
  /** What it will show once all that is on the way to it has arrived; undefined where that is not known. */
  ends: Held | undefined;
  /** What was sent and is not known to have arrived. */
  onTheWay: { readonly held: Held; readonly mark: number } | undefined;
  /** It made a change of its own since that was sent. */
  wroteSince: boolean;
  /** Its changes that were received and have no verdict. */
  undecided: number;
  /** Waits to be sent. */
  waiting: boolean;
}

/**
 * What one legacy client shows, as far as the server can know it: nothing is kept of an entity that it shows as the room
 * has it. From this follows what a change of the client's was made from, which is what three-way merges need; and what it
 * still has to be told: whatever it will not come to show by itself. That a client's own change does not come back to it,
 * except where something crossed it on the way or something else was made of it, is a case of this (P33, P34).
 */
export class ClientView {
  readonly #room: (id: string) => Held | undefined;
  readonly #differences = new Map<string, Difference>();
  /** Ids to be sent, in the order in which the room changed. */
  readonly #waiting = new Set<string>();

  /** @param room what the room holds, as this client may see it; undefined where it never held anything */
  constructor(room: (id: string) => Held | undefined) {
    this.#room = room;
  }

  /** The id to be sent next. */
  next(): string | undefined {
    const [id] = this.#waiting;
    return id;
  }

  /** What the client showed when it made the change that has just come; undefined where that is not known. */
  shown(id: string): Held | undefined {
    const difference = this.#differences.get(id);
    return difference === undefined ? this.#room(id) : difference.shows;
  }

  /**
   * The client was not told of this entity over this socket: it has to be. Where it has changed it already, that may have
   * been before it was told otherwise over its last socket, so that its own change is told as well.
   */
  neverTold(id: string): void {
    const changed = this.#differences.get(id);
    if (changed === undefined) {
      this.#differences.set(id, { ...NO_DIFFERENCE });
      return this.#wait(id);
    }
    changed.ends = undefined;
    this.#tellIfDifferent(id);
  }

  /** The client changed the entity; a verdict follows by `decided`. */
  wrote(id: string, held: Held): void {
    const isUntold = this.#differences.has(id) && this.#differenceOf(id).ends === undefined;
    const difference = this.#differenceOf(id);
    difference.shows = held;
    difference.undecided++;
    // Whether what is on the way arrives before or after the change was made cannot be told; nor, where nothing was told
    // over this socket, what the last one told after it.
    difference.ends = difference.onTheWay === undefined && !isUntold ? held : undefined;
    difference.wroteSince = difference.onTheWay !== undefined;
    difference.waiting = false;
    this.#waiting.delete(id);
  }

  /** The room holds something else than before. @param before what it held */
  changed(id: string, before: Held | undefined): void {
    if (!this.#differences.has(id)) {
      this.#differences.set(id, { ...NO_DIFFERENCE, shows: before, ends: before });
    }
    this.#tellIfDifferent(id);
  }

  /**
   * One of the client's changes has its verdict, and what became of it is in the room. What a client makes of a refusal is its
   * own affair, so that it is told the entity whatever it showed before.
   */
  decided(id: string, isRefused: boolean): void {
    const difference = this.#differenceOf(id);
    if (isRefused) difference.ends = undefined;
    difference.undecided = Math.max(0, difference.undecided - 1);
    this.#tellIfDifferent(id);
  }

  /** What the room holds was sent; the client has it once it answers the mark. */
  sent(id: string, mark: number): void {
    this.#waiting.delete(id);
    const difference = this.#differenceOf(id);
    const held = this.#room(id);
    difference.waiting = false;
    difference.ends = held;
    difference.wroteSince = false;
    difference.onTheWay = held && { held, mark };
    this.#forgetIfEqual(id, difference);
  }

  /** The client has received all that was sent up to the mark. */
  answered(mark: number): void {
    for (const [id, difference] of this.#differences) {
      const { onTheWay } = difference;
      if (onTheWay === undefined || onTheWay.mark > mark) continue;
      if (!difference.wroteSince) difference.shows = onTheWay.held;
      difference.onTheWay = undefined;
      this.#forgetIfEqual(id, difference);
    }
  }

  #differenceOf(id: string): Difference {
    const known = this.#differences.get(id);
    if (known !== undefined) return known;
    const held = this.#room(id);
    const difference = { ...NO_DIFFERENCE, shows: held, ends: held };
    this.#differences.set(id, difference);
    return difference;
  }

  #tellIfDifferent(id: string): void {
    const difference = this.#differenceOf(id);
    // Until then nobody knows what becomes of it, and telling what was before would undo it on the screen.
    if (difference.undecided > 0) return;
    if (isSame(difference.ends, this.#room(id))) {
      difference.waiting = false;
      this.#waiting.delete(id);
      this.#forgetIfEqual(id, difference);
    } else this.#wait(id);
  }

  #wait(id: string): void {
    this.#differenceOf(id).waiting = true;
    // Behind what changed before it.
    this.#waiting.delete(id);
    this.#waiting.add(id);
  }

  #forgetIfEqual(id: string, { waiting, undecided, onTheWay, shows, ends }: Difference): void {
    if (waiting || undecided > 0 || onTheWay !== undefined) return;
    const held = this.#room(id);
    if (isSame(shows, held) && isSame(ends, held)) this.#differences.delete(id);
  }
}

const NO_DIFFERENCE: Difference = {
  shows: undefined,
  ends: undefined,
  onTheWay: undefined,
  wroteSince: false,
  undecided: 0,
  waiting: false,
};

/** Nothing is the same as what is not known. Texts that differ may mean the same: then it is told once too often. */
function isSame(left: Held | undefined, right: Held | undefined): boolean {
  if (left === undefined || right === undefined) return false;
  if (left === right) return true;
  if (Object.hasOwn(left, "json") && Object.hasOwn(right, "json")) return left.json === right.json;
  return jsonEquals(left.entity, right.entity);
}
