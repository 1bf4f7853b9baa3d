import type { Entity } from "../../protocol/index.js";
import type {
  ClientRecord,
  CompactRequest,
  CompactResult,
  OutcomeRecord,
  RoomChanges,
  RoomReader,
  SettledOperations,
  StatePage,
  StatePosition,
  StateQuery,
  StateRow,
} from "./server-store.js";
import { changesEntities } from "./server-store.js";
import { compareRows } from "./row-order.js";
import { startPosition } from "./start-position.js";

/** What happened last to an id under a type. */
class Row implements StateRow {
  readonly id: string;
  readonly type: string;
  readonly version: number;
  readonly entity: Entity | undefined;
  readonly writtenAt: number;
  isCurrent = true;
  #json: string | undefined;

  constructor(id: string, type: string, version: number, entity: Entity | undefined, writtenAt: number) {
    this.id = id;
    this.type = type;
    this.version = version;
    this.entity = entity;
    this.writtenAt = writtenAt;
  }

  get json(): string | undefined {
    this.#json ??= this.entity && JSON.stringify(this.entity);
    return this.#json;
  }
}

/** One room in memory. */
export class MemoryRoom implements RoomReader {
  readonly epoch: string;
  version = 0;
  #horizon = 0;
  readonly #living = new Map<string, Row>();
  readonly #byType = new Map<string, Map<string, Row>>();
  readonly #tombstones = new Map<string, Row>();
  /** Every row in the order of (version, id, type), with rows that are no longer current in between. */
  #log: Row[] = [];
  /** What was settled for each client, in the order of its operations; the last is the client's record. */
  readonly #clients = new Map<string, SettledOperations[]>();
  readonly #invalidations = new Map<string, number>();

  constructor(epoch: string) {
    this.epoch = epoch;
  }

  get size(): number {
    return this.#living.size;
  }

  client(clientId: string): ClientRecord | undefined {
    return this.#clients.get(clientId)?.at(-1);
  }

  outcome(clientId: string, operationId: number): OutcomeRecord | undefined {
    return this.#clients
      .get(clientId)
      ?.findLast((record) => record.firstOperationId <= operationId && operationId <= record.lastOperationId);
  }

  get(id: string): Entity | undefined {
    return this.#living.get(id)?.entity;
  }

  list(type: string): readonly Entity[] {
    return Array.from(this.#byType.get(type)?.values() ?? [], (row) => row.entity as Entity);
  }

  apply(changes: RoomChanges): void {
    if (changesEntities(changes)) {
      this.version++;
      const rows = [
        ...changes.removals.map(({ id, type }) => new Row(id, type, this.version, undefined, changes.now)),
        ...changes.puts.map((entity) => new Row(entity.id, entity.type, this.version, entity, changes.now)),
      ].sort(compareRows);
      for (const row of rows) if (row.entity === undefined) this.#bury(row);
      for (const row of rows) if (row.entity !== undefined) this.#keep(row);
      this.#log.push(...rows);
      this.#tidyLog();
    }
    for (const settled of changes.settled) {
      const known = this.#clients.get(settled.clientId);
      if (known === undefined) this.#clients.set(settled.clientId, [settled]);
      else known.push(settled);
    }
  }

  page(query: StateQuery): StatePage {
    const { epoch, version } = this;
    const invalidated = query.userId === undefined ? 0 : (this.#invalidations.get(query.userId) ?? 0);
    const horizon = Math.max(this.#horizon, invalidated);
    const { start, reset } = startPosition({ epoch, version, horizon }, query.position);
    const types = query.entityTypes && new Set(query.entityTypes);
    const rows: StateRow[] = [];
    let hasMore = false;
    let length = 0;
    for (let index = this.#firstAfter(start); index < this.#log.length; index++) {
      const row = this.#log[index];
      if (row === undefined || !row.isCurrent || (types && !types.has(row.type))) continue;
      if (row.entity === undefined && (row.version <= start.since || this.#livesIn(types, row.id))) continue;
      if (rows.length === query.limit || length >= query.maxLength) {
        hasMore = true;
        break;
      }
      rows.push(row);
      length += row.json?.length ?? 0;
    }
    const client = query.clientId === undefined ? undefined : this.client(query.clientId);
    return { epoch, version, horizon, start, reset, rows, hasMore, client };
  }

  invalidate(userId: string): void {
    this.version++;
    this.#invalidations.set(userId, this.version);
  }

  compact(request: CompactRequest): CompactResult {
    const removed = { tombstones: 0, outcomes: 0, clients: 0 };
    for (const [key, row] of this.#tombstones) {
      if (row.writtenAt >= request.tombstonesBefore) continue;
      this.#tombstones.delete(key);
      row.isCurrent = false;
      this.#horizon = Math.max(this.#horizon, row.version);
      removed.tombstones++;
    }
    for (const [clientId, records] of this.#clients) {
      const last = records.at(-1);
      if (last === undefined || last.serverTimestamp < request.clientsBefore) {
        this.#clients.delete(clientId);
        removed.clients++;
        continue;
      }
      const kept = records.filter(
        (record) =>
          record === last || record.failures.length > 0 || record.serverTimestamp >= request.outcomesBefore,
      );
      removed.outcomes += records.length - kept.length;
      this.#clients.set(clientId, kept);
    }
    this.#tidyLog();
    return removed;
  }

  #livesIn(types: ReadonlySet<string> | undefined, id: string): boolean {
    const living = this.#living.get(id);
    return living !== undefined && (types === undefined || types.has(living.type));
  }

  #bury(row: Row): void {
    const living = this.#living.get(row.id);
    if (living !== undefined) {
      living.isCurrent = false;
      this.#living.delete(row.id);
      this.#byType.get(living.type)?.delete(row.id);
    }
    this.#replaceTombstone(row, row);
  }

  #keep(row: Row): void {
    const living = this.#living.get(row.id);
    if (living !== undefined) living.isCurrent = false;
    this.#replaceTombstone(row, undefined);
    this.#living.set(row.id, row);
    const ofType = this.#byType.get(row.type) ?? new Map<string, Row>();
    ofType.set(row.id, row);
    this.#byType.set(row.type, ofType);
  }

  #replaceTombstone({ id, type }: StateRow, tombstone: Row | undefined): void {
    if (tombstone === undefined && this.#tombstones.size === 0) return;
    const key = JSON.stringify([type, id]);
    const before = this.#tombstones.get(key);
    if (before !== undefined) before.isCurrent = false;
    if (tombstone !== undefined) this.#tombstones.set(key, tombstone);
    else if (before !== undefined) this.#tombstones.delete(key);
  }

  #firstAfter({ version, after }: StatePosition): number {
    let low = 0;
    let high = this.#log.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const row = this.#log[middle] as Row;
      const isRead =
        row.version === version ? after === undefined || compareRows(row, after) <= 0 : row.version < version;
      if (isRead) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #tidyLog(): void {
    const current = this.#living.size + this.#tombstones.size;
    if (this.#log.length > 2 * current + 1_000) this.#log = this.#log.filter((row) => row.isCurrent);
  }
}
