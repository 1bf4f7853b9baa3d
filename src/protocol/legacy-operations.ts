/** The name of a type's legacy upsert operation, by plain concatenation (P31). */
export function legacyUpsertName(entityType: string): string {
  return `upsert${entityType}`;
}

/** The name of a type's legacy delete operation, by plain concatenation (P31). */
export function legacyDeleteName(entityType: string): string {
  return `delete${entityType}`;
}
