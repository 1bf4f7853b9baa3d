import { isPending, type Awaitable } from "../awaitable.js";
import { TransientFailure } from "../transient-failure.js";
import { createEpoch } from "./create-epoch.js";
import type {
  CompactRequest,
  CompactResult,
  RoomResult,
  RoomWork,
  ServerStore,
  StatePage,
  StateQuery,
  TransactRequest,
} from "./server-store.js";
import { openSqlite, type SqliteDatabase, type SqliteDriver } from "./sqlite-driver.js";
import { SqliteRooms, type SqliteRoomReader } from "./sqlite-rooms.js";
import { migrateSqlite } from "./sqlite-schema.js";
import { switchToWal } from "./sqlite-wal.js";

export interface SqliteServerStoreOptions {
  /** The database file; made where there is none. */
  readonly file: string;
  /** Default `full`: what was confirmed survives a loss of power. `normal`: it survives the end of the process. */
  readonly synchronous?: "full" | "normal";
  /** How long to wait for another process that writes. */
  readonly busyTimeoutMs?: number;
  /** Default: `node:sqlite` where Node has it, otherwise `libsql`. */
  readonly driver?: SqliteDriver;
}

/** One call of `transact`, as far as it got. */
interface Job {
  readonly roomId: string;
  /** Inside the open transaction: what to do once it is committed, or, where the work has to wait, the job that goes on. */
  readonly run: () => (() => void) | PromiseLike<Job>;
  readonly fail: (error: unknown) => void;
  /** Goes on where a job of the same room left off. */
  readonly isContinuation: boolean;
}

const MAX_JOBS_PER_COMMIT = 256;
const MAX_RUNS = 5;

/**
 * Keeps rooms in one SQLite file. All that comes in during one turn of the event loop is committed together, so that many
 * clients share the cost of one sync to disk; work that has to wait holds up its own room alone.
 */
export class SqliteServerStore implements ServerStore {
  readonly #database: SqliteDatabase;
  readonly #rooms: SqliteRooms;
  #jobs: Job[] = [];
  /** Jobs that wait for work of their room that is waiting itself. */
  readonly #held = new Map<string, Job[]>();
  #isScheduled = false;
  #isClosed = false;
  /** What ran before a rollback may have read what is not there any more. */
  #rollbacks = 0;

  /** Opens the file and brings its schema up to date. @throws where it cannot be opened */
  constructor({ file, synchronous = "full", busyTimeoutMs = 2_000, driver }: SqliteServerStoreOptions) {
    this.#database = openSqlite(file, driver);
    try {
      this.#database.exec(`PRAGMA busy_timeout = ${Math.trunc(busyTimeoutMs)}`);
      switchToWal(this.#database, busyTimeoutMs);
      this.#database.exec(`PRAGMA synchronous = ${synchronous === "full" ? "FULL" : "NORMAL"}`);
      this.#rooms = new SqliteRooms(this.#database, migrateSqlite(this.#database, createEpoch()));
    } catch (error) {
      this.#database.close();
      throw error;
    }
  }

  transact<Outcome>(request: TransactRequest, work: RoomWork<Outcome>): Promise<Outcome> {
    return new Promise((resolve, fail) => {
      this.#add(this.#job(request, work, resolve, fail, 1));
    });
  }

  pull(query: StateQuery): StatePage {
    this.check();
    try {
      return this.#rooms.page(query);
    } catch (error) {
      throw transient(error);
    }
  }

  invalidate(roomId: string, userId: string): Promise<void> {
    return this.#inTransaction(roomId, () => this.#rooms.invalidate(roomId, userId));
  }

  compact(request: CompactRequest): Promise<CompactResult> {
    return this.#inTransaction("", () => this.#rooms.compact(request));
  }

  check(): void {
    if (this.#isClosed) throw new TransientFailure("The store is closed");
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    for (const job of [...this.#jobs, ...[...this.#held.values()].flat()])
      job.fail(new TransientFailure("The store is closed"));
    this.#jobs = [];
    this.#held.clear();
    this.#database.close();
  }

  #inTransaction<Value>(roomId: string, act: () => Value): Promise<Value> {
    return new Promise((resolve, fail) => {
      const run = () => {
        const value = act();
        return () => resolve(value);
      };
      this.#add({ roomId, run, fail, isContinuation: false });
    });
  }

  #job<Outcome>(
    request: TransactRequest,
    work: RoomWork<Outcome>,
    resolve: (outcome: Outcome) => void,
    fail: (error: unknown) => void,
    runs: number,
  ): Job {
    const { roomId } = request;
    const run = (): (() => void) | PromiseLike<Job> => {
      const reader = this.#rooms.open(request);
      const rollbacks = this.#rollbacks;
      const finish = (result: RoomResult<Outcome>) => {
        if (result.changes !== undefined) this.#rooms.apply(reader, result.changes);
        return () => resolve(result.outcome);
      };
      const result = tryWork(work, reader);
      if (!isPending(result)) return result.ok ? finish(result.value) : () => fail(result.error);
      return result.then((settled): Job => {
        const goOn = (): (() => void) | PromiseLike<Job> => {
          if (!settled.ok) return () => fail(settled.error);
          if (rollbacks === this.#rollbacks && this.#rooms.isCurrent(reader)) return finish(settled.value);
          if (runs >= MAX_RUNS) return () => fail(new TransientFailure("The room kept changing meanwhile"));
          return this.#job(request, work, resolve, fail, runs + 1).run();
        };
        return { roomId, run: goOn, fail, isContinuation: true };
      });
    };
    return { roomId, run, fail, isContinuation: false };
  }

  #add(job: Job): void {
    if (this.#isClosed) return job.fail(new TransientFailure("The store is closed"));
    this.#jobs.push(job);
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    setImmediate(() => this.#drain());
  }

  #drain(): void {
    this.#isScheduled = false;
    while (this.#jobs.length > 0) this.#commit(this.#jobs.splice(0, MAX_JOBS_PER_COMMIT));
  }

  /** Runs jobs in one transaction; where that fails, each in its own, so that none fails for another's sake. */
  #commit(jobs: readonly Job[]): void {
    const settlements = new Map<Job, () => void>();
    const waiting = new Set<Job>();
    try {
      this.#database.exec("BEGIN IMMEDIATE");
      this.#rooms.begin();
      for (const job of jobs) {
        const held = this.#held.get(job.roomId);
        const settled = held === undefined || job.isContinuation ? job.run() : undefined;
        if (typeof settled === "function") settlements.set(job, settled);
        else waiting.add(job);
        if (settled === undefined) held?.push(job);
        else if (typeof settled !== "function") this.#hold(job.roomId, settled);
      }
      this.#database.exec("COMMIT");
    } catch (error) {
      this.#rollBack();
      if (jobs.length === 1) this.#giveUp(jobs[0], error);
      else for (const job of jobs) if (!waiting.has(job)) this.#commit([job]);
      return;
    }
    for (const [job, settle] of settlements) {
      settle();
      if (job.isContinuation) this.#release(job.roomId);
    }
  }

  #giveUp(job: Job | undefined, error: unknown): void {
    if (job === undefined) return;
    job.fail(transient(error));
    if (job.isContinuation) this.#release(job.roomId);
  }

  #rollBack(): void {
    this.#rollbacks++;
    this.#rooms.rollBack();
    try {
      this.#database.exec("ROLLBACK");
    } catch {
      // There was no transaction to roll back: BEGIN itself had failed, or SQLite has rolled back already.
    }
  }

  #hold(roomId: string, going: PromiseLike<Job>): void {
    if (!this.#held.has(roomId)) this.#held.set(roomId, []);
    void going.then((job) => this.#add(job));
  }

  #release(roomId: string): void {
    const jobs = this.#held.get(roomId) ?? [];
    this.#held.delete(roomId);
    for (const job of jobs) this.#add(job);
  }
}

type Attempt<Value> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly error: unknown };

/** What the work gives or throws, as a value: an error of the work is no failure of the transaction. */
function tryWork<Outcome>(
  work: RoomWork<Outcome>,
  reader: SqliteRoomReader,
): Awaitable<Attempt<RoomResult<Outcome>>> {
  try {
    const result = work(reader);
    if (!isPending(result)) return { ok: true, value: result };
    return result.then(
      (value) => ({ ok: true, value }),
      (error: unknown) => ({ ok: false, error }),
    );
  } catch (error) {
    return { ok: false, error };
  }
}

function transient(error: unknown): TransientFailure {
  return error instanceof TransientFailure
    ? error
    : new TransientFailure("SQLite failed", undefined, { cause: error });
}
