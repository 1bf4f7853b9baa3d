import { runStatement, type PostgresExecutor } from "./postgres-connection.js";
import * as statements from "./postgres-statements.js";
import type { StatePage, StateQuery, StateRow } from "./server-store.js";
import { startPosition } from "./start-position.js";

interface PageRow {
  readonly epoch: string | null;
  readonly version: string | null;
  readonly horizon: string | null;
  readonly user_id: string | null;
  readonly last_operation: string | null;
  readonly id: string | null;
  readonly type: string;
  readonly row_version: string;
  readonly body: string | null;
  readonly available: string;
}

/**
 * Reads a page in one statement, so in one snapshot (P15): behind the position if there is one; where the head that came with the rows
 * says that it cannot be honoured (P13), they are dropped and the full state is read instead.
 */
export async function readPostgresPage(
  executor: PostgresExecutor,
  query: StateQuery,
  epoch: string,
): Promise<StatePage> {
  const { position } = query;
  if (position !== undefined) {
    const rows = await runStatement<PageRow>(executor, statements.PAGE, behind(query, position));
    const page = toPage(rows, query, epoch, position);
    if (!page.reset) return page;
  }
  const { roomId, clientId, userId, entityTypes, limit, maxLength } = query;
  const rows = await runStatement<PageRow>(executor, statements.FULL_PAGE, [
    roomId,
    clientId ?? null,
    userId ?? null,
    entityTypes ?? null,
    limit + 1,
    maxLength,
  ]);
  return { ...toPage(rows, query, epoch, undefined), reset: position !== undefined };
}

function behind(query: StateQuery, position: NonNullable<StateQuery["position"]>): unknown[] {
  const { roomId, clientId, userId, entityTypes, limit, maxLength } = query;
  const { version, since, after } = position;
  // Without a place within the version, all of it has been read.
  const from = after === undefined ? [version + 1, "", ""] : [version, after.id, after.type];
  const types = entityTypes ?? null;
  return [roomId, clientId ?? null, userId ?? null, ...from, since, types, limit + 1, maxLength];
}

function toPage(
  found: readonly PageRow[],
  query: StateQuery,
  epoch: string,
  position: StateQuery["position"],
): StatePage {
  const head = found[0];
  const known = {
    epoch: head?.epoch ?? epoch,
    version: Number(head?.version ?? 0),
    horizon: Number(head?.horizon ?? 0),
  };
  const { start, reset } = startPosition(known, position);
  const fitting = found.slice(0, query.limit);
  const rows = fitting.flatMap(({ id, type, row_version, body }): StateRow[] =>
    id === null ? [] : [{ id, type, version: Number(row_version), json: body ?? undefined }],
  );
  const client =
    head === undefined || head.last_operation === null
      ? undefined
      : { userId: head.user_id ?? undefined, lastOperationId: Number(head.last_operation) };
  return {
    epoch: known.epoch,
    version: known.version,
    horizon: known.horizon,
    start,
    reset,
    rows,
    hasMore: rows.length > 0 && Number(head?.available) > rows.length,
    client,
  };
}
