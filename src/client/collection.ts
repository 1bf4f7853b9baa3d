import type { ViewListener } from "./view-change.js";

/** What selects entities: fields to be equal to, or a predicate. */
export type Match<Entity, Fields> =
  { readonly [Name in keyof Fields]?: Fields[Name] | undefined } | ((entity: Entity) => boolean);

/** The entities of one type as this client sees them now: server state with its own pending operations on top (P21). */
export interface Collection<Entity, Fields> extends Iterable<Entity> {
  readonly type: string;
  get(id: string): Entity | undefined;
  /** Ordered by id. The same array until an entity of this type changes. */
  all(): readonly Entity[];
  /** The entities whose fields equal those of `match`, or that the predicate holds for, ordered by id. */
  where(match: Match<Entity, Fields>): Entity[];
  count(match?: Match<Entity, Fields>): number;
  /** Calls the listener once after every change to an entity of this type. Returns what ends the subscription. */
  subscribe(listener: ViewListener): () => void;
  /** Calls the listener once after every change to this one entity. */
  subscribe(id: string, listener: ViewListener): () => void;
}
