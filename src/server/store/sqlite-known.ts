import type { ClientRecord } from "./server-store.js";
import type { SqliteDatabase, SqliteStatement } from "./sqlite-driver.js";
import type { RoomHead } from "./start-position.js";

/** Rooms and clients that are kept; a few hundred bytes each. */
const MAX_KEPT = 20_000;

export interface SqliteRoomHead extends RoomHead {
  /** How many live in the room. */
  readonly entities: number;
}

/** What was read or written of rooms and clients, for as long as no other connection writes to the file. */
export class SqliteKnown {
  readonly heads = new Map<string, SqliteRoomHead>();
  readonly #clients = new Map<string, ClientRecord | undefined>();
  /** Changes when another connection has committed. */
  readonly #dataVersion: SqliteStatement;
  #seen: unknown;

  constructor(database: SqliteDatabase) {
    this.#dataVersion = database.prepare("PRAGMA data_version");
  }

  /** To be called in every write transaction before anything is looked up. */
  refresh(): void {
    const { data_version: seen } = this.#dataVersion.get() as { readonly data_version: unknown };
    if (seen !== this.#seen || this.heads.size + this.#clients.size > MAX_KEPT) this.clear();
    this.#seen = seen;
  }

  /** The client's record, read where it is not known. */
  client(roomId: string, clientId: string, read: () => ClientRecord | undefined): ClientRecord | undefined {
    const key = clientKey(roomId, clientId);
    const known = this.#clients.get(key);
    if (known !== undefined || this.#clients.has(key)) return known;
    const record = read();
    this.#clients.set(key, record);
    return record;
  }

  setClient(roomId: string, clientId: string, record: ClientRecord): void {
    this.#clients.set(clientKey(roomId, clientId), record);
  }

  /** What was written is not there after all, or something was written past this. */
  clear(): void {
    this.heads.clear();
    this.#clients.clear();
  }
}

/** The length keeps the parts apart. */
const clientKey = (roomId: string, clientId: string) => `${roomId.length}:${roomId}${clientId}`;
