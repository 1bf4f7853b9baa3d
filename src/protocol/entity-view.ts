import type { Entity } from "./entity.js";

/** What a transaction reads and writes: a synchronous picture of one room, usually an overlay that can be thrown away. */
export interface EntityView {
  get(type: string, id: string): Entity | undefined;
  /** The type under which the id lives, whichever it is (P18). */
  typeOf(id: string): string | undefined;
  /** In any order. */
  values(type: string): Iterable<Entity>;
  /** Writes a new object; the one it replaces stays as it was for whoever holds it. */
  put(entity: Entity): void;
  delete(type: string, id: string): void;
}
