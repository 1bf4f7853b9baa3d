import type { Entity } from "../../protocol/index.js";
import { TransientFailure } from "../transient-failure.js";
import type { Awaitable } from "../awaitable.js";
import { runStatement, type PostgresExecutor } from "./postgres-connection.js";
import * as statements from "./postgres-statements.js";
import type {
  ClientRecord,
  OperationFailure,
  OutcomeRecord,
  RoomChanges,
  RoomReader,
  SettledOperations,
} from "./server-store.js";
import { changesEntities } from "./server-store.js";

interface LoadedRow {
  readonly head: { readonly epoch: string; readonly version: number; readonly revision: number } | null;
  readonly clients:
    readonly { readonly client: string; readonly user: string | null; readonly last: number }[] | null;
  readonly entities: readonly { readonly id: string; readonly body: string }[] | null;
}

interface OutcomeRow {
  readonly first_operation: string;
  readonly last_operation: string;
  readonly settled_at: string;
  readonly failures: string | null;
}

interface WrittenRow {
  readonly id: string;
  readonly type: string;
  readonly version: number;
  readonly written: number;
  readonly body: string | null;
}

/** A pg error, as a mutator's reader throws it: not the mutator's own failure (P9). */
export function postgresFailure(error: unknown): TransientFailure {
  return error instanceof TransientFailure
    ? error
    : new TransientFailure("Postgres failed", undefined, { cause: error });
}

/**
 * A room while some batches are applied to it, one after the other, to be committed together: what Postgres has, and over it what
 * the batches before changed.
 */
export class PostgresRoomSession implements RoomReader {
  readonly epoch: string;
  readonly #executor: PostgresExecutor;
  readonly #roomId: string;
  readonly #revision: number;
  #version: number;
  readonly #entities: Map<string, Entity | undefined>;
  readonly #clients: Map<string, ClientRecord>;
  readonly #settled: SettledOperations[] = [];
  readonly #rows = new Map<string, WrittenRow>();

  private constructor(
    executor: PostgresExecutor,
    roomId: string,
    { head, clients, entities }: LoadedRow,
    epoch: string,
    likelyIds: readonly string[],
  ) {
    this.#executor = executor;
    this.#roomId = roomId;
    this.epoch = head?.epoch ?? epoch;
    this.#version = head?.version ?? 0;
    this.#revision = head?.revision ?? 0;
    this.#clients = new Map(
      (clients ?? []).map(({ client, user, last }) => [
        client,
        { userId: user ?? undefined, lastOperationId: last },
      ]),
    );
    this.#entities = new Map(likelyIds.map((id) => [id, undefined]));
    for (const { id, body } of entities ?? []) this.#entities.set(id, JSON.parse(body) as Entity);
  }

  /** @throws what `pg` throws */
  static async load(
    executor: PostgresExecutor,
    roomId: string,
    epoch: string,
    clientIds: readonly string[],
    likelyIds: readonly string[],
  ): Promise<PostgresRoomSession> {
    // What cannot be a key of an entity would be refused by Postgres, and with it the whole statement.
    const ids = likelyIds.filter((id) => !id.includes("\0"));
    const [row] = await runStatement<LoadedRow>(executor, statements.LOAD, [roomId, clientIds, ids]);
    const loaded = row ?? { head: null, clients: null, entities: null };
    return new PostgresRoomSession(executor, roomId, loaded, epoch, ids);
  }

  get version(): number {
    return this.#version;
  }

  client(clientId: string): ClientRecord | undefined {
    return this.#clients.get(clientId);
  }

  outcome(clientId: string, operationId: number): Awaitable<OutcomeRecord | undefined> {
    const here = this.#settled.find(
      (record) =>
        record.clientId === clientId &&
        record.firstOperationId <= operationId &&
        operationId <= record.lastOperationId,
    );
    return here ?? this.#storedOutcome(clientId, operationId);
  }

  get(id: string): Awaitable<Entity | undefined> {
    if (this.#entities.has(id)) return this.#entities.get(id);
    if (id.includes("\0")) return undefined;
    return this.#storedEntity(id);
  }

  async list(type: string): Promise<readonly Entity[]> {
    const rows = await this.#read<{ readonly body: string }>(statements.ENTITIES_OF_TYPE, [
      this.#roomId,
      type,
    ]);
    for (const { body } of rows) {
      const entity = JSON.parse(body) as Entity;
      if (!this.#entities.has(entity.id)) this.#entities.set(entity.id, entity);
    }
    return [...this.#entities.values()].filter((entity) => entity?.type === type) as Entity[];
  }

  /** Takes a batch's changes in, for the batches behind it and for `commit`. */
  apply(changes: RoomChanges): void {
    if (changesEntities(changes)) {
      const version = ++this.#version;
      const write = (id: string, type: string, body: string | null) =>
        this.#rows.set(JSON.stringify([id, type]), { id, type, version, written: changes.now, body });
      for (const { id, type } of changes.removals) {
        write(id, type, null);
        this.#entities.set(id, undefined);
      }
      for (const entity of changes.puts) {
        write(entity.id, entity.type, JSON.stringify(entity));
        this.#entities.set(entity.id, entity);
      }
    }
    for (const settled of changes.settled) this.#clients.set(settled.clientId, settled);
    this.#settled.push(...changes.settled);
  }

  get hasChanges(): boolean {
    return this.#rows.size > 0 || this.#settled.length > 0;
  }

  /** Commits in one statement. False, and nothing written, where somebody else committed to the room since `load`. */
  async commit(): Promise<boolean> {
    const settled = this.#settled.map((record) => ({
      client: record.clientId,
      last: record.lastOperationId,
      first: record.firstOperationId,
      user: record.userId ?? null,
      settled: record.serverTimestamp,
      failures: record.failures.length === 0 ? null : JSON.stringify(record.failures),
    }));
    const committed = await runStatement(this.#executor, statements.COMMIT, [
      this.#roomId,
      this.epoch,
      this.#revision,
      this.#version,
      JSON.stringify([...this.#rows.values()]),
      JSON.stringify(settled),
    ]);
    return committed.length === 1;
  }

  async #storedOutcome(clientId: string, operationId: number): Promise<OutcomeRecord | undefined> {
    const [row] = await this.#read<OutcomeRow>(statements.OUTCOME, [this.#roomId, clientId, operationId]);
    if (row === undefined || Number(row.first_operation) > operationId) return undefined;
    return {
      firstOperationId: Number(row.first_operation),
      lastOperationId: Number(row.last_operation),
      serverTimestamp: Number(row.settled_at),
      failures: row.failures === null ? [] : (JSON.parse(row.failures) as OperationFailure[]),
    };
  }

  async #storedEntity(id: string): Promise<Entity | undefined> {
    const [row] = await this.#read<{ readonly body: string }>(statements.ENTITY, [this.#roomId, id]);
    const entity = row && (JSON.parse(row.body) as Entity);
    if (!this.#entities.has(id)) this.#entities.set(id, entity);
    return this.#entities.get(id);
  }

  async #read<Row>(statement: { readonly name: string; readonly text: string }, values: unknown[]) {
    try {
      return await runStatement<Row>(this.#executor, statement, values);
    } catch (error) {
      throw postgresFailure(error);
    }
  }
}
