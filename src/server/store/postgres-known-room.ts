import type { ClientRecord } from "./server-store.js";

/** What keeping a room, a client or an entity costs beside its text, in characters. */
const OVERHEAD = 128;

export interface PostgresRoomHead {
  readonly epoch: string;
  readonly version: number;
  readonly revision: number;
  readonly entities: number;
}

/** What a process knows of a room as of one revision: true for as long as nobody else commits to the room. */
export class PostgresKnownRoom {
  readonly epoch: string;
  version: number;
  /** Another number after every commit; 0 where Postgres has no such room yet. */
  revision: number;
  /** How many entities live in the room. */
  size: number;
  /** Undefined for a client that Postgres does not have. */
  readonly clients = new Map<string, ClientRecord | undefined>();
  /** JSON texts by id; undefined where nothing lives under the id. */
  #bodies = new Map<string, string | undefined>();
  /** What was told before those. To drop it as a whole costs less than to forget one after the other. */
  #olderBodies: ReadonlyMap<string, string | undefined> = new Map();
  #length = 0;
  #olderLength = 0;

  constructor({ epoch, version, revision, entities }: PostgresRoomHead) {
    this.epoch = epoch;
    this.version = version;
    this.revision = revision;
    this.size = entities;
  }

  /** What keeping the room costs, in characters. */
  get length(): number {
    return this.#length + this.#olderLength + OVERHEAD * (1 + this.clients.size);
  }

  hasBody(id: string): boolean {
    return this.#bodies.has(id) || this.#olderBodies.has(id);
  }

  body(id: string): string | undefined {
    return this.#bodies.get(id) ?? (this.#bodies.has(id) ? undefined : this.#olderBodies.get(id));
  }

  setBody(id: string, body: string | undefined): void {
    if (this.#bodies.has(id)) this.#length -= lengthOf(id, this.#bodies.get(id));
    this.#bodies.set(id, body);
    this.#length += lengthOf(id, body);
  }

  /** Forgets what it has known for longest until it costs no more than this. */
  shrink(maxLength: number): void {
    if (2 * this.#length > maxLength) this.#age();
    if (this.length > maxLength) this.#age();
    for (const clientId of this.clients.keys()) {
      if (this.length <= maxLength) return;
      this.clients.delete(clientId);
    }
  }

  /** What is known grows older, and what was older is forgotten. */
  #age(): void {
    this.#olderBodies = this.#bodies;
    this.#olderLength = this.#length;
    this.#bodies = new Map();
    this.#length = 0;
  }
}

function lengthOf(id: string, body: string | undefined): number {
  return OVERHEAD + id.length + (body?.length ?? 0);
}
