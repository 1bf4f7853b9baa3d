import type { Entity } from "../../protocol/index.js";
import type {
  ClientRecord,
  CompactRequest,
  CompactResult,
  OperationFailure,
  OutcomeRecord,
  RoomChanges,
  RoomReader,
  StatePage,
  StatePosition,
  StateQuery,
  StateRow,
  TransactRequest,
} from "./server-store.js";
import { changesEntities } from "./server-store.js";
import { TransientFailure } from "../transient-failure.js";
import type { SqliteDatabase } from "./sqlite-driver.js";
import { startPosition, type RoomHead } from "./start-position.js";

/** Rows that are read at once: with an entity of 1 MiB each, what a page may take beyond its end. */
const PORTION = 256;

interface ClientRow {
  readonly user_id: string | null;
  readonly last_operation: number;
}

interface OutcomeRow {
  readonly first_operation: number;
  readonly last_operation: number;
  readonly settled_at: number;
  readonly failures: string | null;
}

interface EntityRow {
  readonly id: string;
  readonly type: string;
  readonly version: number;
  readonly body: string | null;
}

/** A room as a transaction found it. */
export interface SqliteRoomReader extends RoomReader {
  readonly roomId: string;
  readonly clients: ReadonlyMap<string, ClientRecord | undefined>;
}

const clientRecord = (row: ClientRow): ClientRecord => ({
  userId: row.user_id ?? undefined,
  lastOperationId: row.last_operation,
});

/** Reads on behalf of a mutator, whose own errors are for good: the store's are not (P9). @throws TransientFailure */
function reading<Value>(read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    throw new TransientFailure("SQLite failed", undefined, { cause: error });
  }
}

/** The statements of the store, and what they mean. Transactions are its caller's. */
export class SqliteRooms {
  readonly #database: SqliteDatabase;
  readonly #epoch: string;
  readonly #statements;

  constructor(database: SqliteDatabase, epoch: string) {
    this.#database = database;
    this.#epoch = epoch;
    this.#statements = prepareStatements(database);
  }

  open({ roomId, clientIds, likelyIds }: TransactRequest): SqliteRoomReader {
    const { epoch, version } = this.#head(roomId);
    const likely = this.#likely(roomId, likelyIds);
    const clients = new Map(clientIds.map((clientId) => [clientId, this.client(roomId, clientId)]));
    const statements = this.#statements;
    return {
      roomId,
      epoch,
      version,
      clients,
      client: (clientId) => clients.get(clientId),
      outcome: (clientId, operationId) =>
        reading(() => {
          const row = statements.outcome.get(roomId, clientId, operationId) as OutcomeRow | undefined;
          return row && row.first_operation <= operationId ? outcomeRecord(row) : undefined;
        }),
      get: (id) =>
        reading(() => {
          const body = likely?.get(id);
          if (body !== undefined) return body === null ? undefined : (JSON.parse(body) as Entity);
          const row = statements.entity.get(roomId, id) as { readonly body: string } | undefined;
          return row && (JSON.parse(row.body) as Entity);
        }),
      list: (type) =>
        reading(() =>
          (statements.entitiesOfType.all(roomId, type) as { readonly body: string }[]).map(
            ({ body }) => JSON.parse(body) as Entity,
          ),
        ),
    };
  }

  client(roomId: string, clientId: string): ClientRecord | undefined {
    const row = this.#statements.client.get(roomId, clientId) as ClientRow | undefined;
    return row && clientRecord(row);
  }

  /** Whether what a transaction read when it was opened still stands. */
  isCurrent(reader: SqliteRoomReader): boolean {
    const { epoch, version } = this.#head(reader.roomId);
    return (
      epoch === reader.epoch &&
      version === reader.version &&
      [...reader.clients].every(
        ([clientId, record]) =>
          this.client(reader.roomId, clientId)?.lastOperationId === record?.lastOperationId,
      )
    );
  }

  apply(reader: SqliteRoomReader, changes: RoomChanges): void {
    const { roomId } = reader;
    const { now } = changes;
    const statements = this.#statements;
    if (changesEntities(changes)) {
      const version = reader.version + 1;
      statements.setVersion.run(roomId, reader.epoch, version);
      const rows = [
        ...changes.removals.map(({ id, type }) => [id, type, null] as const),
        ...changes.puts.map((entity) => [entity.id, entity.type, JSON.stringify(entity)] as const),
      ];
      // One call for many rows: for each row of its own, crossing into SQLite costs more than the writing.
      if (rows.length > 1) statements.putEntities.run(roomId, version, now, JSON.stringify(rows));
      else for (const row of rows) statements.putEntity.run(roomId, ...row, version, now);
    }
    for (const {
      clientId,
      userId,
      firstOperationId,
      lastOperationId,
      serverTimestamp,
      failures,
    } of changes.settled) {
      statements.putSettled.run(
        roomId,
        clientId,
        lastOperationId,
        firstOperationId,
        userId ?? null,
        serverTimestamp,
        failures.length === 0 ? null : JSON.stringify(failures),
      );
    }
  }

  /** One page, read in one transaction (P15). */
  page(query: StateQuery): StatePage {
    this.#database.exec("BEGIN");
    try {
      const head = this.#headFor(query);
      const { start, reset } = startPosition(head, query.position);
      const { rows, hasMore } = this.#rows(query, start);
      return {
        epoch: head.epoch,
        version: head.version,
        start,
        reset,
        rows,
        hasMore,
        client: query.clientId === undefined ? undefined : this.client(query.roomId, query.clientId),
      };
    } finally {
      this.#database.exec("COMMIT");
    }
  }

  invalidate(roomId: string, userId: string): void {
    const { epoch, version } = this.#head(roomId);
    this.#statements.setVersion.run(roomId, epoch, version + 1);
    this.#statements.putInvalidation.run(roomId, userId, version + 1);
  }

  compact({ tombstonesBefore, outcomesBefore, clientsBefore }: CompactRequest): CompactResult {
    const statements = this.#statements;
    statements.raiseHorizons.run(tombstonesBefore);
    const tombstones = Number(statements.dropTombstones.run(tombstonesBefore).changes);
    const gone = statements.dropClients.all(clientsBefore) as {
      readonly room: string;
      readonly client: string;
    }[];
    const clients = new Set(gone.map(({ room, client }) => JSON.stringify([room, client]))).size;
    const outcomes = Number(statements.dropOutcomes.run(outcomesBefore).changes);
    return { tombstones, clients, outcomes };
  }

  /** What the work will probably read, in one call; null where nothing lives under the id. */
  #likely(roomId: string, ids: readonly string[]): ReadonlyMap<string, string | null> | undefined {
    if (ids.length < 2) return undefined;
    const likely = new Map<string, string | null>(ids.map((id) => [id, null]));
    const found = this.#statements.entities.all(roomId, JSON.stringify(ids)) as {
      readonly id: string;
      readonly body: string;
    }[];
    for (const { id, body } of found) likely.set(id, body);
    return likely;
  }

  #head(roomId: string): RoomHead {
    const found = this.#statements.room.get(roomId) as RoomHead | undefined;
    return found ?? { epoch: this.#epoch, version: 0, horizon: 0 };
  }

  #headFor({ roomId, userId }: StateQuery): RoomHead {
    const head = this.#head(roomId);
    if (userId === undefined) return head;
    const found = this.#statements.invalidation.get(roomId, userId) as
      { readonly version: number } | undefined;
    return found === undefined ? head : { ...head, horizon: Math.max(head.horizon, found.version) };
  }

  /** Reads in portions, so that a page of large entities is not held in memory beyond its end. */
  #rows({ roomId, entityTypes, limit, maxLength }: StateQuery, start: StatePosition) {
    const { rows: all, rowsOfTypes } = this.#statements;
    const types = entityTypes && JSON.stringify(entityTypes);
    const rows: StateRow[] = [];
    let length = 0;
    let from = { version: start.version, after: start.after };
    for (;;) {
      // Without a place within the version, all of it has been read.
      const { version, id, type } = from.after
        ? { version: from.version, ...from.after }
        : { version: from.version + 1, id: "", type: "" };
      const portion = Math.min(PORTION, limit + 1 - rows.length);
      const found = (
        types === undefined
          ? all.all(roomId, version, id, type, start.since, portion)
          : rowsOfTypes.all(roomId, version, id, type, start.since, types, portion)
      ) as EntityRow[];
      for (const { body, ...row } of found) {
        if (rows.length === limit || length >= maxLength) return { rows, hasMore: true };
        rows.push({ ...row, json: body ?? undefined });
        length += body?.length ?? 0;
      }
      const last = rows.at(-1);
      if (found.length < portion || last === undefined) return { rows, hasMore: false };
      from = { version: last.version, after: last };
    }
  }
}

function outcomeRecord(row: OutcomeRow): OutcomeRecord {
  return {
    firstOperationId: row.first_operation,
    lastOperationId: row.last_operation,
    serverTimestamp: row.settled_at,
    failures: row.failures === null ? [] : (JSON.parse(row.failures) as OperationFailure[]),
  };
}

function prepareStatements(database: SqliteDatabase) {
  const lives = (types: string) =>
    `NOT EXISTS (SELECT 1 FROM kalphite_entities l
                  WHERE l.room = e.room AND l.id = e.id AND l.body IS NOT NULL ${types})`;
  const rows = (types: string, living: string) =>
    `SELECT id, type, version, body FROM kalphite_entities e INDEXED BY kalphite_entities_by_version
      WHERE room = ?1 AND (version, id, type) > (?2, ?3, ?4)
        AND (body IS NOT NULL OR (version > ?5 AND ${living})) ${types}
      ORDER BY version, id, type`;
  const replace = `ON CONFLICT (room, id, type) DO UPDATE
    SET version = excluded.version, written_at = excluded.written_at, body = excluded.body`;
  return {
    room: database.prepare("SELECT epoch, version, horizon FROM kalphite_rooms WHERE room = ?"),
    setVersion: database.prepare(
      `INSERT INTO kalphite_rooms VALUES (?, ?, ?, 0)
       ON CONFLICT (room) DO UPDATE SET version = excluded.version`,
    ),
    client: database.prepare(
      `SELECT user_id, last_operation FROM kalphite_settled
        WHERE room = ? AND client = ? ORDER BY last_operation DESC LIMIT 1`,
    ),
    outcome: database.prepare(
      `SELECT first_operation, last_operation, settled_at, failures FROM kalphite_settled
        WHERE room = ? AND client = ? AND last_operation >= ? ORDER BY last_operation LIMIT 1`,
    ),
    putSettled: database.prepare("INSERT INTO kalphite_settled VALUES (?, ?, ?, ?, ?, ?, ?)"),
    entity: database.prepare(
      "SELECT body FROM kalphite_entities WHERE room = ? AND id = ? AND body IS NOT NULL",
    ),
    entitiesOfType: database.prepare(
      "SELECT body FROM kalphite_entities WHERE room = ? AND type = ? AND body IS NOT NULL",
    ),
    entities: database.prepare(
      `SELECT e.id, e.body FROM json_each(?2) ids CROSS JOIN kalphite_entities e
           ON e.room = ?1 AND e.id = ids.value WHERE e.body IS NOT NULL`,
    ),
    putEntity: database.prepare(
      `INSERT INTO kalphite_entities (room, id, type, body, version, written_at) VALUES (?, ?, ?, ?, ?, ?) ${replace}`,
    ),
    putEntities: database.prepare(
      `INSERT INTO kalphite_entities (room, id, type, body, version, written_at)
       SELECT ?1, value ->> 0, value ->> 1, value ->> 2, ?2, ?3 FROM json_each(?4) WHERE true ${replace}`,
    ),
    rows: database.prepare(`${rows("", lives(""))} LIMIT ?6`),
    rowsOfTypes: database.prepare(
      `${rows("AND type IN (SELECT value FROM json_each(?6))", lives("AND l.type IN (SELECT value FROM json_each(?6))"))} LIMIT ?7`,
    ),
    invalidation: database.prepare(
      "SELECT version FROM kalphite_invalidations WHERE room = ? AND user_id = ?",
    ),
    putInvalidation: database.prepare("INSERT OR REPLACE INTO kalphite_invalidations VALUES (?, ?, ?)"),
    raiseHorizons: database.prepare(
      `UPDATE kalphite_rooms SET horizon = gone.version
         FROM (SELECT room, max(version) AS version FROM kalphite_entities
                WHERE body IS NULL AND written_at < ? GROUP BY room) AS gone
        WHERE kalphite_rooms.room = gone.room AND kalphite_rooms.horizon < gone.version`,
    ),
    dropTombstones: database.prepare("DELETE FROM kalphite_entities WHERE body IS NULL AND written_at < ?"),
    dropClients: database.prepare(
      `DELETE FROM kalphite_settled WHERE (room, client) IN
         (SELECT room, client FROM kalphite_settled GROUP BY room, client HAVING max(settled_at) < ?)
       RETURNING room, client`,
    ),
    dropOutcomes: database.prepare(
      `DELETE FROM kalphite_settled WHERE settled_at < ? AND failures IS NULL AND EXISTS
         (SELECT 1 FROM kalphite_settled s WHERE s.room = kalphite_settled.room
             AND s.client = kalphite_settled.client AND s.last_operation > kalphite_settled.last_operation)`,
    ),
  };
}
