import { jsonEquals } from "../../protocol/index.js";
import type { ConflictResolution, SyncChange } from "./engine-types.js";

type Fields = { readonly [name: string]: unknown };

const isObject = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

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
 * What a server makes of a local upsert that it has not taken yet and of the remote one that came before it (P32): by field
 * where it is known what the local one was made from, otherwise the local one as a whole. Undefined where there is no
 * conflict: one of them deletes.
 */
export function resolveConflict(
  local: SyncChange,
  remote: SyncChange,
  base: unknown,
  now: number,
): ConflictResolution | undefined {
  if (!isObject(local.entity) || !isObject(remote.entity)) return undefined;
  const mergedEntity = isObject(base) ? mergeEntities(base, local.entity, remote.entity) : local.entity;
  return {
    localOperation: local,
    remoteOperation: remote,
    mergedEntity,
    strategy: "operational_transform",
    timestamp: now,
  };
}

function mergeEntities(base: Fields, local: Fields, remote: Fields): Fields {
  const merged = mergeFields(base, local, remote);
  const [baseData, localData, remoteData] = [base["data"], local["data"], remote["data"]];
  if (!isObject(baseData) || !isObject(localData) || !isObject(remoteData)) return merged;
  return { ...merged, data: mergeFields(baseData, localData, remoteData) };
}
