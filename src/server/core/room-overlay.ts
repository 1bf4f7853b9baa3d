import { isKey, OperationRejected, type Entity, type EntityView } from "../../protocol/index.js";
import { isPending, type Awaitable } from "../awaitable.js";
import type { RoomChanges, RoomReader } from "../store/server-store.js";

/** Thrown out of a mutator that reads what is not loaded yet; it runs again once that is. */
export class ReadMissed extends Error {}

type Written = Entity | "deleted";

/** What is known of one id. */
interface Place {
  readonly id: string;
  /** What the store has. */
  stored: Entity | undefined;
  /** What the batch made of it; undefined where it has not written here. */
  written: Written | undefined;
  isTouched: boolean;
}

/** A write that can be taken back, and those before it. */
interface Undo {
  readonly place: Place;
  readonly before: Written | undefined;
  readonly earlier: Undo | undefined;
}

/**
 * A room while a batch is applied to it: what the store has, and over it the batch's own writes, of which those of the operation
 * that is running can be taken back (P11). Nothing reaches the store from here.
 */
export class RoomOverlay implements EntityView {
  readonly #room: RoomReader;
  readonly #places = new Map<string, Place>();
  /** The place that was asked for last, as it mostly is again. */
  #last: Place | undefined;
  readonly #listed = new Map<string, readonly Entity[]>();
  /** The places that were written to, also where that was taken back. */
  readonly #touched: Place[] = [];
  /** What the running operation wrote over, the last first to be put back. */
  #undo: Undo | undefined;
  #growth = 0;
  #keptGrowth = 0;
  #missed: (() => PromiseLike<unknown>)[] = [];

  constructor(room: RoomReader) {
    this.#room = room;
  }

  get(type: string, id: string): Entity | undefined {
    const entity = this.#find(id);
    return entity?.type === type ? entity : undefined;
  }

  typeOf(id: string): string | undefined {
    return this.#find(id)?.type;
  }

  *values(type: string): Iterable<Entity> {
    for (const entity of this.#listOf(type)) {
      if (this.#placeOf(entity.id)?.written === undefined) yield entity;
    }
    for (const { written } of this.#touched) {
      if (written !== undefined && written !== "deleted" && written.type === type) yield written;
    }
  }

  /** @throws OperationRejected `invalid_entity` where no store could hold the id */
  put(entity: Entity): void {
    if (!isKey(entity.id)) {
      throw new OperationRejected("invalid_entity", "An entity's id must be a string of 1 to 256 characters");
    }
    this.#write(entity.id, entity);
  }

  delete(_type: string, id: string): void {
    this.#write(id, "deleted");
  }

  /** Makes `get` and `typeOf` of this id answer without a miss. */
  load(id: string): Awaitable<void> {
    if (this.#placeOf(id) !== undefined) return;
    const found = this.#room.get(id);
    if (!isPending(found)) return void this.#keep(id, found);
    return found.then((entity) => void this.#keep(id, entity));
  }

  /** Makes `values` of this type answer without a miss. */
  loadAll(type: string): Awaitable<void> {
    if (this.#listed.has(type)) return;
    const found = this.#room.list(type);
    if (!isPending(found)) return this.#setListed(type, found);
    return found.then((entities) => this.#setListed(type, entities));
  }

  /** What the last run of a mutator missed, being loaded; undefined where it missed nothing. */
  loadMissed(): PromiseLike<unknown> | undefined {
    if (this.#missed.length === 0) return undefined;
    const missed = this.#missed;
    this.#missed = [];
    return Promise.all(missed.map((load) => load()));
  }

  /** The entities that the running operation wrote and did not delete again. */
  *written(): Iterable<Entity> {
    const places = new Set<Place>();
    for (let each = this.#undo; each !== undefined; each = each.earlier) places.add(each.place);
    for (const { written } of places) {
      if (written !== undefined && written !== "deleted") yield written;
    }
  }

  /** How many more entities live than in the store, and whether the running operation adds to that. */
  get growth(): { readonly total: number; readonly isGrowing: boolean } {
    return { total: this.#growth, isGrowing: this.#growth > this.#keptGrowth };
  }

  keepOperation(): void {
    this.#keptGrowth = this.#growth;
    this.#undo = undefined;
  }

  dropOperation(): void {
    this.#growth = this.#keptGrowth;
    for (let each = this.#undo; each !== undefined; each = each.earlier) each.place.written = each.before;
    this.#undo = undefined;
  }

  /** What the kept operations changed, seen from the store. */
  changes(): Pick<RoomChanges, "puts" | "removals" | "growth"> {
    const puts: Entity[] = [];
    const removals: { id: string; type: string }[] = [];
    for (const { id, stored, written } of this.#touched) {
      if (written === undefined) continue;
      if (written !== "deleted") puts.push(written);
      if (stored !== undefined && (written === "deleted" || written.type !== stored.type)) {
        removals.push({ id, type: stored.type });
      }
    }
    return { puts, removals, growth: this.#growth };
  }

  #write(id: string, written: Written): void {
    // Whoever writes has looked first, so that what the store has is loaded.
    const place = this.#placeOf(id) ?? this.#keep(id, undefined);
    const before = place.written;
    const wasLiving = (before ?? place.stored ?? "deleted") !== "deleted";
    if (wasLiving !== (written !== "deleted")) this.#growth += wasLiving ? -1 : 1;
    this.#undo = { place, before, earlier: this.#undo };
    if (!place.isTouched) {
      place.isTouched = true;
      this.#touched.push(place);
    }
    place.written = written;
  }

  #placeOf(id: string): Place | undefined {
    if (this.#last?.id !== id) this.#last = this.#places.get(id);
    return this.#last;
  }

  #keep(id: string, stored: Entity | undefined): Place {
    const known = this.#places.get(id);
    if (known !== undefined) {
      known.stored = stored;
      return known;
    }
    const place: Place = { id, stored, written: undefined, isTouched: false };
    this.#places.set(id, place);
    return place;
  }

  #find(id: string): Entity | undefined {
    const place = this.#placeOf(id);
    if (place !== undefined) {
      const now = place.written ?? place.stored;
      return now === "deleted" ? undefined : now;
    }
    const found = this.#room.get(id);
    if (isPending(found)) {
      this.#missed.push(() => found.then((entity) => void this.#keep(id, entity)));
      throw new ReadMissed();
    }
    this.#last = this.#keep(id, found);
    return found;
  }

  #listOf(type: string): readonly Entity[] {
    const known = this.#listed.get(type);
    if (known !== undefined) return known;
    const found = this.#room.list(type);
    if (isPending(found)) {
      this.#missed.push(() => found.then((entities) => this.#setListed(type, entities)));
      throw new ReadMissed();
    }
    this.#setListed(type, found);
    return found;
  }

  #setListed(type: string, entities: readonly Entity[]): void {
    this.#listed.set(type, entities);
    for (const entity of entities) this.#keep(entity.id, entity);
  }
}
