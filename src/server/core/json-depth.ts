/** Whether arrays and objects are nested more than `depth` levels deep. Never goes deeper than that itself. */
export function isDeeperThan(value: unknown, depth: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (depth <= 0) return true;
  if (Array.isArray(value)) {
    for (const item of value as readonly unknown[]) if (isDeeperThan(item, depth - 1)) return true;
    return false;
  }
  for (const key in value) {
    if (isDeeperThan((value as { readonly [key: string]: unknown })[key], depth - 1)) return true;
  }
  return false;
}
