import type { Entity } from "../../protocol/index.js";

/** What can be read of a room at one point: server state, or server state with operations on top. */
export interface ReadView {
  /** The entity of this id, whatever its type: ids are unique in a room (P18). */
  find(id: string): Entity | undefined;
  /** The entities of one type, in any order. */
  values(type: string): Iterable<Entity>;
}
