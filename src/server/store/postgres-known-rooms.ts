import type { PostgresKnownRoom } from "./postgres-known-room.js";

/** One room may take this part of what all of them may take. */
const SHARE_OF_ONE = 1 / 16;

/** How many commits in a row a room is read anew for at most, once others write to it too. */
const MAX_DOUBT = 64;

const MAX_DOUBTED_ROOMS = 10_000;

/** The rooms that a process knows, those used last, up to a length in characters. */
export class PostgresKnownRooms {
  readonly #maxLength: number;
  readonly #rooms = new Map<string, { readonly room: PostgresKnownRoom; readonly length: number }>();
  /** Rooms that others write to as well, and for how many more commits they are read anew. */
  readonly #doubts = new Map<string, { readonly size: number; left: number }>();
  #length = 0;

  constructor(maxLength: number) {
    this.#maxLength = maxLength;
  }

  /** Takes the room out: who works on it gives it back with `keep`, or it is forgotten. */
  take(roomId: string): PostgresKnownRoom | undefined {
    const known = this.#rooms.get(roomId);
    if (known === undefined) return undefined;
    this.#rooms.delete(roomId);
    this.#length -= known.length;
    const doubt = this.#doubts.get(roomId);
    if (doubt === undefined || doubt.left === 0) return known.room;
    doubt.left--;
    return undefined;
  }

  keep(roomId: string, room: PostgresKnownRoom): void {
    room.shrink(this.#maxLength * SHARE_OF_ONE);
    const { length } = room;
    this.#rooms.set(roomId, { room, length });
    this.#length += length;
    for (const [oldest, known] of this.#rooms) {
      if (this.#length <= this.#maxLength) return;
      this.#rooms.delete(oldest);
      this.#length -= known.length;
    }
  }

  /** What was known of a room held. */
  trust(roomId: string): void {
    this.#doubts.delete(roomId);
  }

  /** What was known of a room did not hold: it is read anew for a while, longer each time. */
  doubt(roomId: string): void {
    const size = Math.min(MAX_DOUBT, 2 * (this.#doubts.get(roomId)?.size ?? 1));
    if (this.#doubts.size >= MAX_DOUBTED_ROOMS) this.#doubts.clear();
    this.#doubts.set(roomId, { size, left: size });
  }

  clear(): void {
    this.#rooms.clear();
    this.#length = 0;
  }
}
