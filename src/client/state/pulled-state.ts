import type { Entity, StateSyncResponse } from "../../protocol/index.js";
import type { ClientRecord, StateChange } from "../storage/client-storage.js";
import { commit } from "./queue-events.js";
import { update, updateNetwork, type Step } from "./step.js";
import type { Pages } from "./sync-state.js";

/** The pages so far and this one. An answer with `reset` starts over: it replaces what came before it (P13, P17). */
function addPage(pages: Pages | undefined, fromNothing: boolean, response: StateSyncResponse): Pages {
  if (pages === undefined || response.reset) {
    return { reset: response.reset === true || fromNothing, responses: [response] };
  }
  return { reset: pages.reset, responses: [...pages.responses, response] };
}

/** What the pages say together, a later one correcting an earlier one. */
function mergePages(responses: readonly StateSyncResponse[]): Required<Pick<StateChange, "put" | "delete">> {
  const [first] = responses;
  if (first !== undefined && responses.length === 1) {
    return { put: first.entities, delete: first.deletedEntityIds ?? [] };
  }
  const entities = new Map<string, Entity | undefined>();
  for (const response of responses) {
    for (const id of response.deletedEntityIds ?? []) entities.set(id, undefined);
    for (const entity of response.entities) entities.set(entity.id, entity);
  }
  const put: Entity[] = [];
  const deleted: string[] = [];
  for (const [id, entity] of entities) {
    if (entity === undefined) deleted.push(id);
    else put.push(entity);
  }
  return { put, delete: deleted };
}

/**
 * Takes one answer to a pull. At the last page the base advances and the operations that it contains leave the queue,
 * if their verdict is known (P15, P17, P21); one whose verdict was lost stays, unseen, until the server repeats it (P6).
 *
 * @param confirmedId operations that any answer to this pull contains, for servers that do not tell `lastOperationId`
 */
export function takeState(step: Step, response: StateSyncResponse, confirmedId: number, at: number): void {
  const { record, network, entries } = step.state;
  const pages = addPage(network.pages, record.stateVersion === undefined, response);
  if (response.hasMore) {
    updateNetwork(step, { pages, pull: "now" });
    return;
  }
  updateNetwork(step, { pages: undefined });
  const coveredId = response.lastOperationId ?? Math.max(record.coveredId, confirmedId);
  const next: ClientRecord = {
    ...record,
    stateVersion: response.stateVersion,
    coveredId,
  };
  const remove = entries
    .filter((entry) => entry.confirmed && entry.operation.id <= coveredId)
    .map(({ operation }) => operation.id);
  update(step, { lastSyncedAt: at });
  const { put, delete: deleted } = mergePages(pages.responses);
  const isNews = pages.reset || remove.length + put.length + deleted.length > 0;
  if (!isNews && isSame(record, next)) return;
  commit(step, {
    record: next,
    remove,
    put,
    ...(pages.reset ? { reset: true as const } : { delete: deleted }),
  });
}

function isSame(left: ClientRecord, right: ClientRecord): boolean {
  return left.stateVersion === right.stateVersion && left.coveredId === right.coveredId;
}
