import {
  jsonEquals,
  legacyUpsertName,
  type Entity,
  type EntityFields,
  type PendingOperation,
} from "../../protocol/index.js";
import { isLegacyClientId } from "../../server/legacy/legacy-identity.js";
import { InvariantBroken } from "./invariant-broken.js";
import type { MadeOperation } from "./operation-register.js";
import { describe } from "./describe.js";

/** What became of a legacy upsert, which may have been merged (P32); undefined for any other operation. */
export function mergedEntityOf(
  { name, args, clientId }: PendingOperation,
  entities: ReadonlyMap<string, Entity>,
): Entity | undefined {
  if (!isLegacyClientId(clientId)) return undefined;
  const merged = entities.get(String(args[0]));
  return merged !== undefined && name === legacyUpsertName(merged.type) ? merged : undefined;
}

/**
 * P32: each field is as the client sent it or as the room had it: as it was sent where its user changed it to something that
 * was never shown before, as the room had it where nothing that was shown was different. What a client showed when it made
 * a change is not always known: it may have been told something meanwhile.
 * @param isVisible the maker may see what the room held; otherwise nothing of that may be merged
 * @throws InvariantBroken
 */
export function checkMerge(
  made: MadeOperation,
  merged: Entity,
  before: Entity | undefined,
  isVisible: boolean,
): void {
  const sentFields = fieldsOf(made.args[1] as Entity);
  const mergedFields = fieldsOf(merged);
  const beforeFields = fieldsOf(before);
  const bases = [undefined, ...(made.bases ?? [])].map(fieldsOf);
  const isMerged = isVisible && mustMerge(made, before);
  for (const name of new Set([...Object.keys(sentFields), ...Object.keys(mergedFields)])) {
    const value = mergedFields[name];
    const isChanged = bases.every((base) => !jsonEquals(sentFields[name], base[name]));
    const isKept = isMerged && bases.slice(1).every((base) => jsonEquals(sentFields[name], base[name]));
    if (isKept ? jsonEquals(value, beforeFields[name]) : jsonEquals(value, sentFields[name])) continue;
    if (!isChanged && jsonEquals(value, beforeFields[name])) continue;
    const why = isChanged ? "its user changed" : isKept ? "its user did not change" : "neither side wrote so";
    throw new InvariantBroken(
      `P32: ${describe(made)} of ${made.process}, made from ${JSON.stringify(made.bases)}, met ${JSON.stringify(before)} ` +
        `and became ${JSON.stringify(merged)}: ${why} ${JSON.stringify(name)}`,
    );
  }
}

/** Whether it is known for certain what the change was made from: the server told it, or the client did with the change. */
function mustMerge({ bases = [], isBaseTold, args }: MadeOperation, before: Entity | undefined): boolean {
  const { type } = args[1] as Entity;
  return isBaseTold === true && before?.type === type && bases.every((base) => base?.type === type);
}

/** The fields of the application: those of the envelope's `data`, or those of a flat entity. */
function fieldsOf(entity: Entity | undefined): EntityFields {
  const { id: _id, type: _type, ...fields } = entity ?? ({} as Entity);
  return (fields["data"] as EntityFields | undefined) ?? fields;
}
