import type { Entity, StateSyncResponse } from "../../protocol/index.js";
import { covers } from "./covers.js";

/** What a room must hold, by what was sent there. */
export class RoomModel {
  readonly #entities = new Map<string, Entity>();

  put(entity: Entity): void {
    this.#entities.set(entity.id, entity);
  }

  delete(id: string): void {
    this.#entities.delete(id);
  }

  get ids(): readonly string[] {
    return [...this.#entities.keys()];
  }

  get entities(): readonly Entity[] {
    return [...this.#entities.values()];
  }

  /** How entities differ from the room; undefined where they do not. */
  difference(found: Iterable<Entity>): string | undefined {
    const rest = new Map(this.#entities);
    for (const entity of found) {
      const expected = rest.get(entity.id);
      if (expected === undefined) {
        const known = this.#entities.has(entity.id);
        return `${show(entity.id)} is there ${known ? "twice" : "and should not be"}`;
      }
      if (!covers(entity, expected))
        return `${show(entity.id)} is ${JSON.stringify(entity)} and should be ${JSON.stringify(expected)}`;
      rest.delete(entity.id);
    }
    const [missing] = rest.keys();
    return missing === undefined ? undefined : `${show(missing)} is not there and should be`;
  }
}

/** What a client holds that applies answers as the protocol says: deletions first, and all anew after a reset. */
export class Replica {
  readonly entities = new Map<string, Entity>();
  stateVersion: string | undefined;

  /** What to ask for next. */
  get since(): { readonly stateVersion?: string } {
    return this.stateVersion === undefined ? {} : { stateVersion: this.stateVersion };
  }

  apply(answer: StateSyncResponse): void {
    if (answer.reset || this.stateVersion === undefined) this.entities.clear();
    for (const id of answer.deletedEntityIds ?? []) this.entities.delete(id);
    for (const entity of answer.entities) this.entities.set(entity.id, entity);
    this.stateVersion = answer.stateVersion;
  }
}

function show(id: string): string {
  return JSON.stringify(id);
}
