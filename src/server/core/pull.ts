import type { Entity, StateSyncRequest, StateSyncResponse } from "../../protocol/index.js";
import { settle, wait, type Awaitable } from "../awaitable.js";
import type { Limits } from "../limits.js";
import type { AccessContext, SyncServerOptions } from "../server-options.js";
import type { ServerStore, StatePage, StateRow } from "../store/server-store.js";
import { RequestError } from "./request-error.js";
import { decodeStateVersion, encodeStateVersion } from "./state-version.js";

/** The answer to a pull, with its entities as JSON texts: a store that has the text need not parse it. */
export interface StateAnswer {
  readonly head: Omit<StateSyncResponse, "entities">;
  readonly entities: readonly string[];
}

/** The JSON text of an answer. */
export function stateAnswerToJson({ head, entities }: StateAnswer): string {
  return `${JSON.stringify(head).slice(0, -1)},"entities":[${entities.join(",")}]}`;
}

/** The answer as the message that it is. */
export function stateAnswerToMessage({ head, entities }: StateAnswer): StateSyncResponse {
  return { ...head, entities: entities.map((json) => JSON.parse(json) as Entity) };
}

/** Entities and deletions of a page, by what the user may see. */
function sortRows(
  rows: readonly StateRow[],
  since: number,
  visible: SyncServerOptions["visible"],
  access: AccessContext,
): { readonly entities: string[]; readonly deletedEntityIds: string[] } {
  const entities: string[] = [];
  const deletedEntityIds: string[] = [];
  for (const { id, version, json } of rows) {
    if (json !== undefined && (visible === undefined || visible(JSON.parse(json) as Entity, access))) {
      entities.push(json);
    } else if (version > since) {
      deletedEntityIds.push(id);
    }
  }
  return { entities, deletedEntityIds };
}

function nextPosition(page: StatePage): string {
  const last = page.hasMore ? page.rows.at(-1) : undefined;
  const { epoch, start } = page;
  return encodeStateVersion(
    last === undefined
      ? { epoch, version: page.version, since: page.version }
      : { epoch, version: last.version, after: { id: last.id, type: last.type }, since: start.since },
  );
}

/**
 * Answers a pull: the full state, or what changed since the version given (P13, P14), limited to types (P16), paged (P17),
 * read in one snapshot together with the client's last operation (P15).
 * @throws RequestError `client_not_yours` (P10) @throws TransientFailure (P9)
 */
export function pullState(
  options: Pick<SyncServerOptions, "visible">,
  store: ServerStore,
  request: StateSyncRequest,
  access: AccessContext,
  { maxPageEntities, maxPageLength }: Pick<Limits, "maxPageEntities" | "maxPageLength">,
  now: number,
): Awaitable<StateAnswer> {
  const { stateVersion, clientId, entityTypes } = request;
  return settle(
    (function* () {
      const page = yield* wait(
        store.pull({
          roomId: access.roomId,
          clientId,
          userId: access.user?.id,
          position: stateVersion === undefined ? undefined : decodeStateVersion(stateVersion),
          entityTypes,
          limit: Math.min(request.limit ?? maxPageEntities, maxPageEntities),
          maxLength: maxPageLength,
        }),
      );
      if (page.client !== undefined && page.client.userId !== access.user?.id) {
        throw new RequestError("client_not_yours");
      }
      const { entities, deletedEntityIds } = sortRows(page.rows, page.start.since, options.visible, access);
      const isFull = page.start.version === 0 && page.start.after === undefined;
      return {
        entities,
        head: {
          stateVersion: nextPosition(page),
          ...((deletedEntityIds.length > 0 || !isFull) && { deletedEntityIds }),
          syncTimestamp: now,
          ...(!page.hasMore &&
            clientId !== undefined && { lastOperationId: page.client?.lastOperationId ?? 0 }),
          ...(page.reset && { reset: true as const }),
          ...(page.hasMore && { hasMore: true as const }),
        },
      };
    })(),
  );
}
