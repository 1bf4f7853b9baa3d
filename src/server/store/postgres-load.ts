import { runStatement, type PostgresExecutor } from "./postgres-connection.js";
import { PostgresKnownRoom, type PostgresRoomHead } from "./postgres-known-room.js";
import * as statements from "./postgres-statements.js";

interface LoadedRow {
  readonly head: PostgresRoomHead | null;
  readonly clients:
    readonly { readonly client: string; readonly user: string | null; readonly last: number }[] | null;
  readonly entities: readonly { readonly id: string; readonly body: string }[] | null;
}

/** What some batches need to know of their room. */
export interface PostgresNeeds {
  readonly clientIds: readonly string[];
  readonly ids: readonly string[];
}

/** What is needed and not known. */
export function missing(room: PostgresKnownRoom, { clientIds, ids }: PostgresNeeds): PostgresNeeds {
  return {
    clientIds: clientIds.filter((clientId) => !room.clients.has(clientId)),
    ids: ids.filter((id) => !room.hasBody(id)),
  };
}

/**
 * Reads what is needed in one statement: into what is known, where that still holds, else undefined; or into a room of its own,
 * where nothing is known. `epoch` is that of a room which Postgres does not have yet. @throws what `pg` throws
 */
export async function loadPostgresRoom(
  executor: PostgresExecutor,
  roomId: string,
  epoch: string,
  { clientIds, ids }: PostgresNeeds,
  known?: PostgresKnownRoom,
): Promise<PostgresKnownRoom | undefined> {
  const [row] = await runStatement<LoadedRow>(executor, statements.LOAD, [roomId, clientIds, ids]);
  const head = row?.head ?? { epoch, version: 0, revision: 0, entities: 0 };
  if (known !== undefined && (known.revision !== head.revision || known.epoch !== head.epoch))
    return undefined;
  const room = known ?? new PostgresKnownRoom(head);
  for (const clientId of clientIds) room.clients.set(clientId, undefined);
  for (const id of ids) room.setBody(id, undefined);
  for (const { client, user, last } of row?.clients ?? []) {
    room.clients.set(client, { userId: user ?? undefined, lastOperationId: last });
  }
  for (const { id, body } of row?.entities ?? []) room.setBody(id, body);
  return room;
}
