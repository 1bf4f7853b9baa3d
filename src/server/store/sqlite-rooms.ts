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
import { prepareStatements } from "./sqlite-statements.js";
import { SqliteKnown, type SqliteRoomHead } from "./sqlite-known.js";
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
  readonly #known: SqliteKnown;

  constructor(database: SqliteDatabase, epoch: string) {
    this.#database = database;
    this.#epoch = epoch;
    this.#statements = prepareStatements(database);
    this.#known = new SqliteKnown(database);
  }

  /** A write transaction begins. */
  begin(): void {
    this.#known.refresh();
  }

  /** It was rolled back. */
  rollBack(): void {
    this.#known.clear();
  }

  open({ roomId, clientIds, likelyIds }: TransactRequest): SqliteRoomReader {
    const { epoch, version, entities: size } = this.#knownHead(roomId);
    const likely = this.#likely(roomId, likelyIds);
    const clients = new Map(clientIds.map((clientId) => [clientId, this.#knownClient(roomId, clientId)]));
    const statements = this.#statements;
    return {
      roomId,
      epoch,
      version,
      size,
      clients,
      client: (clientId) => clients.get(clientId),
      outcome: (clientId, operationId) =>
        reading(() => {
          const row = statements.outcome.get([roomId, clientId, operationId]) as OutcomeRow | undefined;
          return row && row.first_operation <= operationId ? outcomeRecord(row) : undefined;
        }),
      get: (id) =>
        reading(() => {
          const body = likely?.get(id);
          if (body !== undefined) return body === null ? undefined : (JSON.parse(body) as Entity);
          const row = statements.entity.get([roomId, id]) as { readonly body: string } | undefined;
          return row && (JSON.parse(row.body) as Entity);
        }),
      list: (type) =>
        reading(() =>
          (statements.entitiesOfType.all([roomId, type]) as { readonly body: string }[]).map(
            ({ body }) => JSON.parse(body) as Entity,
          ),
        ),
    };
  }

  client(roomId: string, clientId: string): ClientRecord | undefined {
    const row = this.#statements.client.get([roomId, clientId]) as ClientRow | undefined;
    return row && clientRecord(row);
  }

  /** Whether what a transaction read when it was opened still stands. */
  isCurrent(reader: SqliteRoomReader): boolean {
    const { epoch, version } = this.#knownHead(reader.roomId);
    return (
      epoch === reader.epoch &&
      version === reader.version &&
      [...reader.clients].every(
        ([clientId, record]) =>
          this.#knownClient(reader.roomId, clientId)?.lastOperationId === record?.lastOperationId,
      )
    );
  }

  apply(reader: SqliteRoomReader, changes: RoomChanges): void {
    const { roomId } = reader;
    const { now } = changes;
    const statements = this.#statements;
    if (changesEntities(changes)) {
      const version = reader.version + 1;
      const entities = reader.size + changes.growth;
      statements.putHead.run([roomId, reader.epoch, version, entities]);
      this.#known.heads.set(roomId, { ...this.#knownHead(roomId), version, entities });
      const rows = [
        ...changes.removals.map(({ id, type }) => [id, type, null] as const),
        ...changes.puts.map((entity) => [entity.id, entity.type, JSON.stringify(entity)] as const),
      ];
      // One call for many rows: for each row of its own, crossing into SQLite costs more than the writing.
      if (rows.length > 1) statements.putEntities.run([roomId, version, now, JSON.stringify(rows)]);
      else for (const row of rows) statements.putEntity.run([roomId, ...row, version, now]);
    }
    for (const {
      clientId,
      userId,
      firstOperationId,
      lastOperationId,
      serverTimestamp,
      failures,
    } of changes.settled) {
      statements.putSettled.run([
        roomId,
        clientId,
        lastOperationId,
        firstOperationId,
        userId ?? null,
        serverTimestamp,
        failures.length === 0 ? null : JSON.stringify(failures),
      ]);
      this.#known.setClient(roomId, clientId, { userId, lastOperationId });
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
        horizon: head.horizon,
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
    const { epoch, version, entities } = this.#head(roomId);
    this.#statements.putHead.run([roomId, epoch, version + 1, entities]);
    this.#statements.putInvalidation.run([roomId, userId, version + 1]);
    this.#known.clear();
  }

  compact({ tombstonesBefore, outcomesBefore, clientsBefore }: CompactRequest): CompactResult {
    const statements = this.#statements;
    this.#known.clear();
    statements.raiseHorizons.run([tombstonesBefore]);
    const tombstones = Number(statements.dropTombstones.run([tombstonesBefore]).changes);
    const gone = statements.dropClients.all([clientsBefore]) as {
      readonly room: string;
      readonly client: string;
    }[];
    const clients = new Set(gone.map(({ room, client }) => JSON.stringify([room, client]))).size;
    const outcomes = Number(statements.dropOutcomes.run([outcomesBefore]).changes);
    return { tombstones, clients, outcomes };
  }

  /** What the work will probably read, in one call; null where nothing lives under the id. */
  #likely(roomId: string, ids: readonly string[]): ReadonlyMap<string, string | null> | undefined {
    if (ids.length < 2) return undefined;
    const likely = new Map<string, string | null>(ids.map((id) => [id, null]));
    const found = this.#statements.entities.all([roomId, JSON.stringify(ids)]) as {
      readonly id: string;
      readonly body: string;
    }[];
    for (const { id, body } of found) likely.set(id, body);
    return likely;
  }

  #knownHead(roomId: string): SqliteRoomHead {
    const known = this.#known.heads.get(roomId);
    if (known !== undefined) return known;
    const head = this.#head(roomId);
    this.#known.heads.set(roomId, head);
    return head;
  }

  #knownClient(roomId: string, clientId: string): ClientRecord | undefined {
    return this.#known.client(roomId, clientId, () => this.client(roomId, clientId));
  }

  #head(roomId: string): SqliteRoomHead {
    const found = this.#statements.room.get([roomId]) as SqliteRoomHead | undefined;
    return found ?? { epoch: this.#epoch, version: 0, horizon: 0, entities: 0 };
  }

  #headFor({ roomId, userId }: StateQuery): RoomHead {
    const head = this.#head(roomId);
    if (userId === undefined) return head;
    const found = this.#statements.invalidation.get([roomId, userId]) as
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
          ? all.all([roomId, version, id, type, start.since, portion])
          : rowsOfTypes.all([roomId, version, id, type, start.since, types, portion])
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
