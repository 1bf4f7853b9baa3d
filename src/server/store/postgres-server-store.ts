import { TransientFailure } from "../transient-failure.js";
import { createEpoch } from "./create-epoch.js";
import {
  inPostgresTransaction,
  runStatement,
  type PostgresExecutor,
  type PostgresPool,
} from "./postgres-connection.js";
import { readPostgresPage } from "./postgres-page.js";
import type { PostgresKnownRoom } from "./postgres-known-room.js";
import { PostgresKnownRooms } from "./postgres-known-rooms.js";
import { loadPostgresRoom, missing } from "./postgres-load.js";
import { canBeStored, PostgresRoomSession, postgresFailure } from "./postgres-room-session.js";
import { migratePostgres } from "./postgres-schema.js";
import * as statements from "./postgres-statements.js";
import type {
  CompactRequest,
  CompactResult,
  RoomWork,
  ServerStore,
  StatePage,
  StateQuery,
  TransactRequest,
} from "./server-store.js";

export interface PostgresServerStoreOptions {
  /** A `Pool` of the package `pg`. It stays its maker's to end. */
  readonly pool: PostgresPool;
  /**
   * What the store remembers of rooms that it wrote to, in characters, so that a batch takes one round trip. Another process that
   * writes to a room is noticed whatever is remembered. Default: 32 Mi.
   */
  readonly maxKnownLength?: number;
}

/** One call of `transact` that waits for its room. */
interface Job {
  readonly request: TransactRequest;
  /** Runs the work on the session. Gives what settles the call once the session is committed. */
  readonly run: (session: PostgresRoomSession) => Promise<() => void>;
  readonly fail: (error: unknown) => void;
}

const MAX_JOBS_PER_COMMIT = 64;

const NO_GUESSES: ReadonlySet<string> = new Set();

const DEFAULT_MAX_KNOWN_LENGTH = 32 * 1024 * 1024;

/** Runs without the room's lock; after that many were overtaken the lock is taken. */
const MAX_OPTIMISTIC_RUNS = 4;

/**
 * Keeps rooms in Postgres, for any number of server processes. What waits for a room in this process is committed together: one
 * statement loads what is not known of the room from before, one commits if no other process did meanwhile. Then the room is loaded
 * anew; after a few lost races it is locked.
 */
export class PostgresServerStore implements ServerStore {
  readonly #pool: PostgresPool;
  readonly #known: PostgresKnownRooms;
  readonly #waiting = new Map<string, Job[]>();
  #epoch: Promise<string> | undefined;
  #isClosed = false;

  constructor({ pool, maxKnownLength = DEFAULT_MAX_KNOWN_LENGTH }: PostgresServerStoreOptions) {
    this.#pool = pool;
    this.#known = new PostgresKnownRooms(maxKnownLength);
    // Without a listener an idle connection that Postgres cuts would end the process; the next query says it all.
    pool.on("error", () => this.#known.clear());
  }

  transact<Outcome>(request: TransactRequest, work: RoomWork<Outcome>): Promise<Outcome> {
    return new Promise((resolve, fail) => {
      if (this.#isClosed) return fail(new TransientFailure("The store is closed"));
      const run = async (session: PostgresRoomSession) => {
        try {
          const { outcome, changes } = await work(session);
          if (changes !== undefined) session.apply(changes);
          return () => resolve(outcome);
        } catch (error) {
          return () => fail(error);
        }
      };
      this.#add(request.roomId, { request, run, fail });
    });
  }

  async pull(query: StateQuery): Promise<StatePage> {
    return this.#guard(async () => readPostgresPage(this.#pool, query, await this.#ready()));
  }

  async invalidate(roomId: string, userId: string): Promise<void> {
    await this.#guard(async () =>
      runStatement(this.#pool, statements.INVALIDATE, [roomId, await this.#ready(), userId]),
    );
  }

  compact({ tombstonesBefore, outcomesBefore, clientsBefore }: CompactRequest): Promise<CompactResult> {
    return this.#guard(async () => {
      await this.#ready();
      return {
        tombstones: await this.#count(statements.DROP_TOMBSTONES, tombstonesBefore),
        clients: await this.#count(statements.DROP_CLIENTS, clientsBefore),
        outcomes: await this.#count(statements.DROP_OUTCOMES, outcomesBefore),
      };
    });
  }

  async check(): Promise<void> {
    await this.#guard(async () => {
      await this.#ready();
      await this.#pool.query({ text: "SELECT 1" });
    });
  }

  close(): void {
    this.#isClosed = true;
  }

  /** The schema is set up with the first use, and again with the next where that failed. */
  #ready(): Promise<string> {
    this.#epoch ??= migratePostgres(this.#pool, createEpoch()).catch((error: unknown) => {
      this.#epoch = undefined;
      throw error;
    });
    return this.#epoch;
  }

  async #guard<Value>(work: () => Promise<Value>): Promise<Value> {
    if (this.#isClosed) throw new TransientFailure("The store is closed");
    try {
      return await work();
    } catch (error) {
      throw postgresFailure(error);
    }
  }

  async #count(statement: { readonly name: string; readonly text: string }, before: number): Promise<number> {
    const [row] = await runStatement<{ readonly count: string }>(this.#pool, statement, [before]);
    return Number(row?.count ?? 0);
  }

  #add(roomId: string, job: Job): void {
    const waiting = this.#waiting.get(roomId);
    if (waiting !== undefined) return void waiting.push(job);
    const jobs = [job];
    this.#waiting.set(roomId, jobs);
    void this.#work(roomId, jobs);
  }

  async #work(roomId: string, jobs: Job[]): Promise<void> {
    while (jobs.length > 0) {
      const group = jobs.splice(0, MAX_JOBS_PER_COMMIT);
      try {
        for (const settle of await this.#commit(roomId, group)) settle();
      } catch (error) {
        const failure = postgresFailure(error);
        for (const job of group) job.fail(failure);
      }
    }
    this.#waiting.delete(roomId);
  }

  async #commit(roomId: string, group: readonly Job[]): Promise<readonly (() => void)[]> {
    const epoch = await this.#ready();
    const known = this.#known.take(roomId);
    if (known !== undefined) {
      const settlements = await this.#attempt(this.#pool, roomId, epoch, group, known);
      if (settlements !== undefined) {
        this.#known.trust(roomId);
        return settlements;
      }
      this.#known.doubt(roomId);
    }
    for (let run = 0; run < MAX_OPTIMISTIC_RUNS; run++) {
      const settlements = await this.#attempt(this.#pool, roomId, epoch, group);
      if (settlements !== undefined) return settlements;
    }
    return inPostgresTransaction(this.#pool, async (connection) => {
      await runStatement(connection, statements.LOCK_ROOM, [roomId, epoch]);
      const settlements = await this.#attempt(connection, roomId, epoch, group);
      if (settlements === undefined) throw new TransientFailure("The room changed under its lock");
      return settlements;
    });
  }

  /**
   * Undefined where another process committed to the room meanwhile, or had done so before if it starts from what is known. Work
   * that may run twice starts before all that it reads is there: ids that nothing is known of are taken for free, as those of new
   * entities are, which saves a round trip.
   */
  async #attempt(
    executor: PostgresExecutor,
    roomId: string,
    epoch: string,
    group: readonly Job[],
    known?: PostgresKnownRoom,
  ): Promise<readonly (() => void)[] | undefined> {
    const needs = {
      clientIds: group.flatMap(({ request }) => request.clientIds),
      ids: group.flatMap(({ request }) => request.likelyIds).filter(canBeStored),
    };
    const lacks = known === undefined ? needs : missing(known, needs);
    const mayGuess =
      known !== undefined &&
      lacks.clientIds.length === 0 &&
      group.every(({ request }) => request.isRepeatable === true);
    if (mayGuess && lacks.ids.length > 0) {
      const session = new PostgresRoomSession(executor, roomId, known, new Set(lacks.ids));
      const settlements = await runAll(group, session);
      if (session.hasChanges && !session.hasIdleGuess) {
        return (await this.#keep(roomId, known, session)) ? settlements : undefined;
      }
    }
    const knowsAll = known !== undefined && lacks.clientIds.length === 0 && lacks.ids.length === 0;
    const room = knowsAll ? known : await loadPostgresRoom(executor, roomId, epoch, lacks, known);
    if (room === undefined) return undefined;
    const session = new PostgresRoomSession(executor, roomId, room, NO_GUESSES);
    const settlements = await runAll(group, session);
    if (session.hasChanges) return (await this.#keep(roomId, room, session)) ? settlements : undefined;
    // Nothing is committed that would show whether what was known still held.
    return known === undefined ? settlements : undefined;
  }

  /** Commits, and keeps what is known then for the next batch. */
  async #keep(roomId: string, room: PostgresKnownRoom, session: PostgresRoomSession): Promise<boolean> {
    const isCommitted = await session.commit();
    if (isCommitted) this.#known.keep(roomId, room);
    return isCommitted;
  }
}

async function runAll(group: readonly Job[], session: PostgresRoomSession): Promise<(() => void)[]> {
  const settlements: (() => void)[] = [];
  for (const job of group) settlements.push(await job.run(session));
  return settlements;
}
