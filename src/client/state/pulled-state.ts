import type { Entity, StatePatch, StateSyncResponse } from "../../protocol/index.js";
import type { ClientRecord, StateChange } from "../storage/client-storage.js";
import { commit } from "./queue-events.js";
import { update, type Step } from "./step.js";
import type { SyncSettings } from "./sync-settings.js";
import type { HintedPatch, Pages } from "./sync-state.js";

type EntityChange = Pick<StateSyncResponse, "entities" | "deletedEntityIds">;

/** The pages so far and this one. An answer with `reset` starts over: it replaces what came before it (P13, P17). */
function addPage(pages: Pages | undefined, fromNothing: boolean, response: StateSyncResponse): Pages {
  if (pages === undefined || response.reset) {
    return { reset: response.reset === true || fromNothing, responses: [response] };
  }
  return { reset: pages.reset, responses: [...pages.responses, response] };
}

/** What the pages say together, a later one correcting an earlier one. */
function mergePages(responses: readonly EntityChange[]): Required<Pick<StateChange, "put" | "delete">> {
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
  const { record } = step.state;
  const pages = addPage(step.state.pages, record.stateVersion === undefined, response);
  if (response.hasMore) {
    update(step, { pages, pull: "now" });
    return;
  }
  const patches = chainFrom(response.stateVersion, step.state.patches);
  update(step, { pages: undefined, patches: [] });
  const { stateVersion } = patches.at(-1) ?? response;
  let coveredId = response.lastOperationId ?? Math.max(record.coveredId, confirmedId);
  for (const { patch } of patches) coveredId = coveredIdOf(patch, coveredId);
  const changes = [...pages.responses, ...patches.map(({ patch }) => inScope(step.settings, patch))];
  advance(step, { ...record, stateVersion, coveredId }, changes, pages.reset, at);
}

/** Takes a patch that leads on from the version that is held (P28). */
export function takePatch(step: Step, { stateVersion, patch }: HintedPatch, at: number): void {
  const { record } = step.state;
  const reached = { ...record, stateVersion, coveredId: coveredIdOf(patch, record.coveredId) };
  advance(step, reached, [inScope(step.settings, patch)], false, at);
}

/** Null counts as absent (P3). Where it is, the patch contains no operation of this client that was not there before. */
function coveredIdOf({ lastOperationId }: StatePatch, coveredId: number): number {
  return Math.max(coveredId, lastOperationId ?? 0);
}

/** Those of the patches that lead on from a version, one after the other. */
function chainFrom(stateVersion: string, patches: readonly HintedPatch[]): readonly HintedPatch[] {
  return patches.filter((each) => {
    if (each.patch.from !== stateVersion) return false;
    stateVersion = each.stateVersion;
    return true;
  });
}

/** A patch knows no scope (P16). */
function inScope({ entityTypes }: SyncSettings, patch: StatePatch): EntityChange {
  if (entityTypes === undefined) return patch;
  return { ...patch, entities: patch.entities.filter(({ type }) => entityTypes.includes(type)) };
}

/** Moves the base on to what the server has, in one step of the durable state (P21). */
function advance(
  step: Step,
  reached: ClientRecord,
  changes: readonly EntityChange[],
  reset: boolean,
  at: number,
): void {
  const { record, entries } = step.state;
  const remove = entries
    .filter((entry) => entry.confirmed && entry.operation.id <= reached.coveredId)
    .map(({ operation }) => operation.id);
  update(step, { lastSyncedAt: at });
  const { put, delete: deleted } = mergePages(changes);
  const isNews = reset || remove.length + put.length + deleted.length > 0;
  if (!isNews && isSame(record, reached)) return;
  commit(step, {
    record: reached,
    remove,
    put,
    ...(reset ? { reset: true as const } : { delete: deleted }),
  });
}

function isSame(left: ClientRecord, right: ClientRecord): boolean {
  return left.stateVersion === right.stateVersion && left.coveredId === right.coveredId;
}
