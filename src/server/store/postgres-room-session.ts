import type { Entity } from "../../protocol/index.js";
import { TransientFailure } from "../transient-failure.js";
import type { Awaitable } from "../awaitable.js";
import { commitQuery, type LivingRow, type TombstoneRow } from "./postgres-commit.js";
import { runStatement, type PostgresExecutor, type PostgresQuery } from "./postgres-connection.js";
import type { PostgresKnownRoom } from "./postgres-known-room.js";
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

const UNIQUE_VIOLATION = "23505";

interface OutcomeRow {
  readonly first_operation: string;
  readonly last_operation: string;
  readonly settled_at: string;
  readonly failures: string | null;
}

/** An entity as the batches left it. */
interface LeftEntity extends LivingRow {
  readonly entity: Entity;
}

/** A pg error, as a mutator's reader throws it: not the mutator's own failure (P9). */
export function postgresFailure(error: unknown): TransientFailure {
  return error instanceof TransientFailure
    ? error
    : new TransientFailure("Postgres failed", undefined, { cause: error });
}

/** What cannot be a key of an entity would be refused by Postgres, and with it the whole statement. */
export function canBeStored(id: string): boolean {
  return !id.includes("\0");
}

/**
 * A room while some batches are applied to it, one after the other, to be committed together: what is known of it, what is read
 * where that is not enough, and over both what the batches before changed.
 */
export class PostgresRoomSession implements RoomReader {
  readonly #executor: PostgresExecutor;
  readonly #roomId: string;
  readonly #known: PostgresKnownRoom;
  /** Ids that nothing is known of: taken for free until the commit, which fails where one is not. */
  readonly #guesses: ReadonlySet<string>;
  readonly #assumed = new Set<string>();
  #version: number;
  #size: number;
  /** What the batches left under an id; undefined where nothing lives. */
  readonly #changed = new Map<string, LeftEntity | undefined>();
  /** By id and type. */
  readonly #tombstones = new Map<string, Omit<TombstoneRow, "isGone">>();
  readonly #settled: SettledOperations[] = [];

  constructor(
    executor: PostgresExecutor,
    roomId: string,
    known: PostgresKnownRoom,
    guesses: ReadonlySet<string>,
  ) {
    this.#executor = executor;
    this.#roomId = roomId;
    this.#known = known;
    this.#guesses = guesses;
    this.#version = known.version;
    this.#size = known.size;
  }

  get epoch(): string {
    return this.#known.epoch;
  }

  get version(): number {
    return this.#version;
  }

  get size(): number {
    return this.#size;
  }

  client(clientId: string): ClientRecord | undefined {
    return (
      this.#settled.findLast((record) => record.clientId === clientId) ?? this.#known.clients.get(clientId)
    );
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
    const changed = this.#changed.get(id);
    if (changed !== undefined || this.#changed.has(id)) return changed?.entity;
    if (this.#known.hasBody(id)) return parse(this.#known.body(id));
    if (!canBeStored(id)) return undefined;
    if (!this.#guesses.has(id)) return this.#storedEntity(id);
    this.#assumed.add(id);
    return undefined;
  }

  async list(type: string): Promise<readonly Entity[]> {
    const rows = await this.#read<{ readonly id: string; readonly body: string }>(
      statements.ENTITIES_OF_TYPE,
      [this.#roomId, type],
    );
    const entities = rows
      .filter(({ id }) => !this.#changed.has(id))
      .map(({ body }) => JSON.parse(body) as Entity);
    for (const left of this.#changed.values()) if (left?.type === type) entities.push(left.entity);
    return entities;
  }

  /** Takes a batch's changes in, for the batches behind it and for `commit`. */
  apply(changes: RoomChanges): void {
    if (changesEntities(changes)) {
      const version = ++this.#version;
      this.#size += changes.growth;
      for (const { id, type } of changes.removals) {
        this.#tombstones.set(rowKey(id, type), { id, type, version, writtenAt: changes.now });
        this.#changed.set(id, undefined);
      }
      for (const entity of changes.puts) {
        if (this.#tombstones.size > 0) this.#tombstones.delete(rowKey(entity.id, entity.type));
        const { id, type } = entity;
        this.#changed.set(id, { id, type, version, body: JSON.stringify(entity), entity });
      }
    }
    this.#settled.push(...changes.settled);
  }

  get hasChanges(): boolean {
    return this.#changed.size > 0 || this.#settled.length > 0;
  }

  /** Whether an id was taken for free and nothing was put there: it was read for another reason, and had better be looked up. */
  get hasIdleGuess(): boolean {
    for (const id of this.#assumed) if (this.#changed.get(id) === undefined) return true;
    return false;
  }

  /**
   * Commits in one statement, and brings what is known up to date. False, and nothing written, where somebody else committed to
   * the room, or a guess was wrong.
   */
  async commit(): Promise<boolean> {
    const known = this.#known;
    const revision = createRevision();
    if (!(await this.#run(this.#commitQuery(revision)))) return false;
    known.revision = revision;
    known.version = this.#version;
    known.size = this.#size;
    for (const [id, left] of this.#changed) known.setBody(id, left?.body);
    for (const { clientId, userId, lastOperationId } of this.#settled) {
      known.clients.set(clientId, { userId, lastOperationId });
    }
    return true;
  }

  #commitQuery(nextRevision: number): PostgresQuery {
    const { epoch, revision } = this.#known;
    const created: LivingRow[] = [];
    const replaced: LivingRow[] = [];
    for (const left of this.#changed.values()) {
      if (left !== undefined) (this.#isFree(left.id) ? created : replaced).push(left);
    }
    const removed = Array.from(this.#tombstones.values(), (row) => ({
      ...row,
      isGone: this.#changed.get(row.id) === undefined,
    }));
    return commitQuery({
      roomId: this.#roomId,
      epoch,
      revision,
      nextRevision,
      version: this.#version,
      size: this.#size,
      created,
      replaced,
      removed,
      settled: this.#settled,
    });
  }

  /** Whether nothing lived under the id before, as far as is known or assumed. */
  #isFree(id: string): boolean {
    return this.#assumed.has(id) || (this.#known.hasBody(id) && this.#known.body(id) === undefined);
  }

  async #run(query: PostgresQuery): Promise<boolean> {
    try {
      return (await this.#executor.query(query)).rows.length > 0;
    } catch (error) {
      if (this.#assumed.size > 0 && isTaken(error)) return false;
      throw error;
    }
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
    this.#known.setBody(id, row?.body);
    return parse(row?.body);
  }

  async #read<Row>(statement: { readonly name: string; readonly text: string }, values: unknown[]) {
    try {
      return await runStatement<Row>(this.#executor, statement, values);
    } catch (error) {
      throw postgresFailure(error);
    }
  }
}

/** The length keeps the parts apart. */
const rowKey = (id: string, type: string) => `${type.length}:${type}${id}`;

/** Whether something lives already where an entity was to be created. */
function isTaken(error: unknown): boolean {
  return (
    typeof error === "object" && error !== null && (error as { code?: unknown }).code === UNIQUE_VIOLATION
  );
}

const parse = (body: string | undefined): Entity | undefined =>
  body === undefined ? undefined : (JSON.parse(body) as Entity);

let lastRevision = randomRevision();

/** A number that no other commit has, in whichever process, and that JSON can carry. */
function createRevision(): number {
  return ++lastRevision;
}

function randomRevision(): number {
  const [high = 0, low = 0] = crypto.getRandomValues(new Uint32Array(2));
  return (high & 0xfffff) * 2 ** 32 + low;
}
