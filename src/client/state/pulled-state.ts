import type { Entity, StatePatch, StateSyncResponse } from "../../protocol/index.js";
import type { ClientRecord } from "../storage/client-storage.js";
import { commit } from "./queue-events.js";
import { update, type Step } from "./step.js";
import type { SyncSettings } from "./sync-settings.js";
import type { HintedPatch } from "./sync-state.js";

type EntityChange = Pick<StateSyncResponse, "entities" | "deletedEntityIds">;

/** What the changes say together, a later one correcting an earlier one. */
function merge(changes: readonly EntityChange[]): { readonly put: Entity[]; readonly deleted: string[] } {
  const put = new Map<string, Entity>();
  const deleted = new Set<string>();
  for (const { entities, deletedEntityIds } of changes) {
    for (const id of deletedEntityIds ?? []) {
      deleted.add(id);
      put.delete(id);
    }
    for (const entity of entities) {
      deleted.delete(entity.id);
      put.set(entity.id, entity);
    }
  }
  return { put: [...put.values()], deleted: [...deleted] };
}

/**
 * Takes one answer to a pull. At the last page the base advances and the operations that it contains leave the queue,
 * if their verdict is known (P15, P17, P21); one whose verdict was lost stays, unseen, until the server repeats it (P6).
 *
 * @param confirmedId operations that any answer to this pull contains, for servers that do not tell `lastOperationId`
 */
export function takeState(step: Step, response: StateSyncResponse, confirmedId: number, at: number): void {
  const { record, patches } = step.state;
  // An answer with `reset` starts over: it replaces what came before it (P13, P17).
  const pages = response.reset ? [response] : [...step.state.pages, response];
  if (response.hasMore) return update(step, { pages, pull: "now" });
  update(step, { pages: [], patches: [] });
  const { stateVersion, lastOperationId } = response;
  const coveredId = lastOperationId ?? Math.max(record.coveredId, confirmedId);
  const reset = pages[0]!.reset === true || record.stateVersion === undefined;
  advance(step, { ...record, stateVersion, coveredId }, pages, patches, reset, at);
}

/** Takes a patch that leads on from the version that is held (P28). */
export function takePatch(step: Step, patch: HintedPatch, at: number): void {
  advance(step, step.state.record, [], [patch], false, at);
}

/** A patch knows no scope (P16). */
function inScope({ entityTypes }: SyncSettings, patch: StatePatch): EntityChange {
  if (entityTypes === undefined) return patch;
  return { ...patch, entities: patch.entities.filter(({ type }) => entityTypes.includes(type)) };
}

/**
 * Moves the base on to what the server has, in one step of the durable state (P21).
 *
 * @param reached what the changes lead to
 * @param patches of them those that lead on from there, one after the other
 */
function advance(
  step: Step,
  reached: ClientRecord,
  changes: readonly EntityChange[],
  patches: readonly HintedPatch[],
  reset: boolean,
  at: number,
): void {
  for (const { stateVersion, patch } of patches) {
    if (patch.from !== reached.stateVersion) continue;
    // Null counts as absent (P3): the patch contains no operation of this client that was not there before.
    const coveredId = Math.max(reached.coveredId, patch.lastOperationId ?? 0);
    reached = { ...reached, stateVersion, coveredId };
    changes = [...changes, inScope(step.settings, patch)];
  }
  const { record, entries } = step.state;
  const remove = entries
    .filter((entry) => entry.confirmed && entry.operation.id <= reached.coveredId)
    .map(({ operation }) => operation.id);
  update(step, { lastSyncedAt: at });
  const { put, deleted } = merge(changes);
  const isNews = reset || remove.length + put.length + deleted.length > 0;
  if (!isNews && isSame(record, reached)) return;
  commit(step, { record: reached, remove, reset, put, delete: deleted });
}

function isSame(left: ClientRecord, right: ClientRecord): boolean {
  return left.stateVersion === right.stateVersion && left.coveredId === right.coveredId;
}
