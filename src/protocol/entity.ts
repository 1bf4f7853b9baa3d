/**
 * An entity as it travels and as it is held: its fields stand beside `id` and `type`, or in `data`.
 * Entities are shared between snapshots and transactions, so nobody changes one in place.
 */
export interface Entity {
  readonly id: string;
  readonly type: string;
  readonly [field: string]: unknown;
}
