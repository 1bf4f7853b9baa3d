import type { Entity } from "../../protocol/index.js";
import type { ReadView } from "./read-view.js";

/** What operations wrote, by id; null where they deleted. */
export interface Writes {
  get(id: string): Entity | null | undefined;
  entries(): Iterable<readonly [string, Entity | null]>;
}

/** A view with writes on top of it. */
export class OverlayView implements ReadView {
  readonly #below: ReadView;
  readonly #writes: Writes;

  constructor(below: ReadView, writes: Writes) {
    this.#below = below;
    this.#writes = writes;
  }

  find(id: string): Entity | undefined {
    const written = this.#writes.get(id);
    return written === undefined ? this.#below.find(id) : (written ?? undefined);
  }

  *values(type: string): Iterable<Entity> {
    for (const entity of this.#below.values(type)) {
      if (this.#writes.get(entity.id) === undefined) yield entity;
    }
    for (const [, entity] of this.#writes.entries()) {
      if (entity?.type === type) yield entity;
    }
  }
}
