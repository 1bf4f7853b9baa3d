import { settle, wait, type Awaitable, type Steps } from "../awaitable.js";
import type { ServerStore, StatePosition, StateQuery, StateRow } from "../store/server-store.js";
import { NOTHING, RoomRecord, type ChangeAuthor, type Held } from "./room-record.js";

export interface RecordChange {
  readonly record: RoomRecord;
  readonly before: Held;
}

/** What a reading brought. */
export interface FeedChanges {
  /** In the order in which the room changed. */
  readonly changed: readonly RecordChange[];
  /** Where reading began; undefined where it was the first. */
  readonly since: StatePosition | undefined;
  /** Versions were given out for which nothing came: somebody's view of the room may have been invalidated. */
  readonly mayBeInvalidated: boolean;
}

/** Says who made a row what it is, where that is known. */
export type AuthorOf = (row: StateRow) => ChangeAuthor | undefined;

/** Rows to read at a time. */
const PAGE_LIMIT = 1_000;
const PAGE_LENGTH = 8 * 1024 * 1024;

/** Rows by id, in the order of their versions, and where they end. */
interface Reading {
  readonly rows: Map<string, StateRow>;
  readonly versions: Set<number>;
  readonly isReset: boolean;
  readonly end: StatePosition;
}

/**
 * One room as a process that serves legacy clients follows it: the last record of each id, deletions included as far back as
 * the store remembers them, and where it has read to. Reading catches up, whatever was missed in between (P27, P33).
 */
export class RoomFeed {
  readonly #store: ServerStore;
  readonly #roomId: string;
  readonly #clock: () => number;
  readonly #records = new Map<string, RoomRecord>();
  #position: StatePosition | undefined;

  constructor(store: ServerStore, roomId: string, clock: () => number) {
    this.#store = store;
    this.#roomId = roomId;
    this.#clock = clock;
  }

  /** It has been read at least once. */
  get isLoaded(): boolean {
    return this.#position !== undefined;
  }

  get(id: string): RoomRecord | undefined {
    return this.#records.get(id);
  }

  ids(): Iterable<string> {
    return this.#records.keys();
  }

  /** Makes sure that something can be told of an id that a client wrote, though the room may never have held it so. */
  ensure(id: string, type: string): void {
    const known = this.#records.get(id);
    const record =
      known?.alsoShownAs(type) ?? new RoomRecord({ id, type, version: 0, json: undefined }, this.#clock());
    this.#records.set(id, record);
  }

  /**
   * Reads what is new, and hands it to `take` in the same breath in which it becomes what `get` answers.
   * @throws TransientFailure (P9)
   */
  read(authorOf: AuthorOf, take: (changes: FeedChanges) => void): Awaitable<void> {
    return settle(this.#read(authorOf, take));
  }

  /** Whether what the user may see changed, without the entities changing, since then. @throws TransientFailure (P9) */
  async isInvalidated(userId: string, since: StatePosition): Promise<boolean> {
    const page = await this.#store.pull({ ...this.#query(since, 1), userId });
    return page.reset;
  }

  *#read(authorOf: AuthorOf, take: (changes: FeedChanges) => void): Steps<void> {
    const since = this.#position;
    let reading = since && (yield* this.#rowsSince(since));
    // The store forgot deletions, or went back in time: everything is read anew.
    if (reading === undefined || reading.isReset) {
      reading = { ...(yield* this.#rowsSince(yield* this.#beginning())), isReset: since !== undefined };
    }
    const changed = this.#take(reading, authorOf);
    this.#position = reading.end;
    const given = reading.end.version - (since?.version ?? 0);
    take({ changed, since, mayBeInvalidated: reading.isReset || given > reading.versions.size });
  }

  *#rowsSince(start: StatePosition): Steps<Reading> {
    const rows = new Map<string, StateRow>();
    const versions = new Set<number>();
    let isReset = false;
    let position = start;
    for (;;) {
      const page = yield* wait(this.#store.pull(this.#query(position, PAGE_LIMIT)));
      isReset ||= page.reset;
      for (const row of page.rows) {
        rows.delete(row.id);
        rows.set(row.id, row);
        versions.add(row.version);
      }
      const { epoch, version } = page;
      const last = page.rows.at(-1);
      if (!page.hasMore || last === undefined) {
        return { rows, versions, isReset, end: { epoch, version, since: version } };
      }
      position = { epoch, version: last.version, after: last, since: position.since };
    }
  }

  /** Before everything that the store still knows, deletions included. */
  *#beginning(): Steps<StatePosition> {
    const { epoch, horizon } = yield* wait(this.#store.pull(this.#query(undefined, 1)));
    return { epoch, version: 0, after: { id: "", type: "" }, since: horizon };
  }

  #take({ rows, isReset }: Reading, authorOf: AuthorOf): readonly RecordChange[] {
    const now = this.#clock();
    const changed: RecordChange[] = [];
    const put = (row: StateRow): void => {
      const before = this.#records.get(row.id);
      const record = new RoomRecord(row, now, { author: authorOf(row), before });
      this.#records.set(row.id, record);
      changed.push({ record, before: before ?? NOTHING });
    };
    for (const row of rows.values()) {
      const before = this.#records.get(row.id);
      if (!isReset || before?.json !== row.json || before?.type !== row.type) put(row);
    }
    if (!isReset) return changed;
    for (const { id, type, json } of this.#records.values()) {
      if (json !== undefined && !rows.has(id)) put({ id, type, version: 0, json: undefined });
    }
    return changed;
  }

  #query(position: StatePosition | undefined, limit: number): StateQuery {
    return {
      roomId: this.#roomId,
      clientId: undefined,
      userId: undefined,
      position,
      entityTypes: undefined,
      limit,
      maxLength: PAGE_LENGTH,
    };
  }
}
