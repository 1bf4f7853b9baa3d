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
  readonly #bodies = new Map<string, string | undefined>();
  #length = 0;

  constructor({ epoch, version, revision, entities }: PostgresRoomHead) {
    this.epoch = epoch;
    this.version = version;
    this.revision = revision;
    this.size = entities;
  }

  /** What keeping the room costs, in characters. */
  get length(): number {
    return this.#length + OVERHEAD * (1 + this.clients.size);
  }

  hasBody(id: string): boolean {
    return this.#bodies.has(id);
  }

  body(id: string): string | undefined {
    return this.#bodies.get(id);
  }

  setBody(id: string, body: string | undefined): void {
    this.#forgetBody(id);
    this.#bodies.set(id, body);
    this.#length += lengthOf(id, body);
  }

  /** Forgets what it has known for longest until it costs no more than this. */
  shrink(maxLength: number): void {
    for (const id of this.#bodies.keys()) {
      if (this.length <= maxLength) return;
      this.#forgetBody(id);
    }
    for (const clientId of this.clients.keys()) {
      if (this.length <= maxLength) return;
      this.clients.delete(clientId);
    }
  }

  #forgetBody(id: string): void {
    if (!this.#bodies.has(id)) return;
    this.#length -= lengthOf(id, this.#bodies.get(id));
    this.#bodies.delete(id);
  }
}

function lengthOf(id: string, body: string | undefined): number {
  return OVERHEAD + id.length + (body?.length ?? 0);
}
