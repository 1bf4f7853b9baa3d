import type { Entity } from "./entity.js";
import type { SyncChange } from "./messages.js";
import { OperationRejected } from "./operation-rejected.js";

/** An operation before a client numbers it. */
export interface LegacyOperation {
  readonly name: string;
  readonly args: readonly unknown[];
}

/** What one or more operations changed. */
export interface ChangeSet {
  readonly entities: readonly Entity[];
  readonly deleted: readonly { readonly type: string; readonly id: string }[];
}

/**
 * The operation that stands for a legacy client's change (P31, P32).
 * @throws OperationRejected `unknown_entity_type`, or `invalid_arguments` for an upsert without its entity
 */
export function legacyOperationOf(
  operations: { readonly [entityType: string]: { readonly upsert: string; readonly delete: string } },
  change: SyncChange,
): LegacyOperation {
  const names = Object.hasOwn(operations, change.entityType) ? operations[change.entityType] : undefined;
  if (names === undefined)
    throw new OperationRejected(
      "unknown_entity_type",
      `There is no entity type ${JSON.stringify(change.entityType)}`,
    );
  if (change.type === "delete") return { name: names.delete, args: [change.entityId] };
  if (change.entity === undefined)
    throw new OperationRejected("invalid_arguments", "An upsert must carry its entity");
  return { name: names.upsert, args: [change.entityId, change.entity] };
}

/** A change set as legacy clients are told of it (P33): deletions first, then every entity whole. */
export function syncChangesOf(changes: ChangeSet): SyncChange[] {
  return [
    ...changes.deleted.map(({ type, id }): SyncChange => ({
      type: "delete",
      entityType: type,
      entityId: id,
    })),
    ...changes.entities.map((entity): SyncChange => ({
      type: "upsert",
      entityType: entity.type,
      entityId: entity.id,
      entity,
    })),
  ];
}
