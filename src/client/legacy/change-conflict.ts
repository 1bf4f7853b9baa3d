import { jsonEquals } from "../../protocol/index.js";
import type { ConflictResolution, SyncChange } from "./engine-types.js";
import { isObject, type Fields, type LocalEdit } from "./local-edit.js";

/** For each field the local value where it was changed locally, the remote one otherwise. */
function mergeFields(base: Fields, local: Fields, remote: Fields): Fields {
  const merged: { [name: string]: unknown } = {};
  for (const name of new Set([...Object.keys(remote), ...Object.keys(local)])) {
    const isChanged = !jsonEquals(local[name], base[name]);
    const value = isChanged ? local[name] : remote[name];
    if (value !== undefined) merged[name] = value;
  }
  return merged;
}

/**
 * What a server makes of local changes that it has not taken yet and of the remote one that came before them (P32): of each
 * by field where it is known what it was made from, otherwise the local one as a whole. Undefined where there is no
 * conflict: one side deletes.
 */
export function resolveConflict(
  locals: readonly LocalEdit[],
  remote: SyncChange,
  now: number,
): ConflictResolution | undefined {
  const local = locals.at(-1)?.change;
  if (!isObject(local?.entity) || !isObject(remote.entity)) return undefined;
  let mergedEntity: unknown = remote.entity;
  for (const { change, base } of locals) mergedEntity = merge(base, change.entity, mergedEntity);
  return {
    localOperation: local,
    remoteOperation: remote,
    mergedEntity,
    strategy: "operational_transform",
    timestamp: now,
  };
}

function merge(base: Fields | undefined, local: unknown, remote: unknown): unknown {
  if (base === undefined || !isObject(local) || !isObject(remote)) return local;
  const merged = mergeFields(base, local, remote);
  const [baseData, localData, remoteData] = [base["data"], local["data"], remote["data"]];
  if (!isObject(baseData) || !isObject(localData) || !isObject(remoteData)) return merged;
  return {
    ...merged,
    data: mergeFields(baseData, localData, remoteData),
    ...later(local["updatedAt"], remote["updatedAt"]),
  };
}

/** Of an envelope's two stamps of one kind the later one. */
function later(local: unknown, remote: unknown): Fields {
  if (typeof local !== typeof remote || (typeof local !== "number" && typeof local !== "string")) return {};
  return { updatedAt: (remote as number) > (local as number) ? remote : local };
}
