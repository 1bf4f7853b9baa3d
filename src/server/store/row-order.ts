/** Where a row stands among the rows of its version: an id that changed its type leaves one row of each. */
export interface RowKey {
  readonly id: string;
  readonly type: string;
}

const compare = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);

/** The order of rows of one version: by id, then by type, by UTF-16 code units. */
export function compareRows(left: RowKey, right: RowKey): number {
  return compare(left.id, right.id) || compare(left.type, right.type);
}
