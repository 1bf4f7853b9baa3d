/** The name of a type's legacy upsert operation, by plain concatenation (P31). */
export function legacyUpsertName(entityType: string): string {
  return `upsert${entityType}`;
}

/** The name of a type's legacy delete operation, by plain concatenation (P31). */
export function legacyDeleteName(entityType: string): string {
  return `delete${entityType}`;
}

/** The operation that stands for a change, by its names alone (P31): no contract is asked whether it has them. */
export function plainOperationOf({
  type,
  entityType,
  entityId,
  entity,
}: {
  readonly type: "upsert" | "delete";
  readonly entityType: string;
  readonly entityId: string;
  readonly entity?: unknown;
}): { readonly name: string; readonly args: readonly unknown[] } {
  return type === "upsert"
    ? { name: legacyUpsertName(entityType), args: [entityId, entity] }
    : { name: legacyDeleteName(entityType), args: [entityId] };
}
