import type { Entity } from "../../protocol/index.js";
import type { ReadView } from "./read-view.js";
import { VersionedMap } from "./versioned-map.js";

/** The last applied server state: the base of the view (P21). Never changed, only succeeded. */
export class EntityState implements ReadView {
  readonly #types: VersionedMap<string>;
  readonly #byType: ReadonlyMap<string, VersionedMap<Entity>>;

  constructor(
    types: VersionedMap<string> = new VersionedMap(),
    byType: ReadonlyMap<string, VersionedMap<Entity>> = new Map(),
  ) {
    this.#types = types;
    this.#byType = byType;
  }

  find(id: string): Entity | undefined {
    const type = this.#types.get(id);
    return type === undefined ? undefined : this.#byType.get(type)?.get(id);
  }

  values(type: string): Iterable<Entity> {
    return this.#byType.get(type)?.entries().values() ?? [];
  }

  get isEmpty(): boolean {
    return this.#types.entries().size === 0;
  }

  ids(): Iterable<string> {
    return this.#types.entries().keys();
  }

  /** The next state: undefined takes an entity out. */
  with(changes: ReadonlyMap<string, Entity | undefined>): EntityState {
    const types = new Map<string, string | undefined>();
    const changesByType = new Map<string, Map<string, Entity | undefined>>();
    const change = (type: string, id: string, entity: Entity | undefined): void => {
      let ofType = changesByType.get(type);
      if (ofType === undefined) changesByType.set(type, (ofType = new Map()));
      ofType.set(id, entity);
    };
    for (const [id, entity] of changes) {
      const type = this.#types.get(id);
      if (type !== undefined && type !== entity?.type) change(type, id, undefined);
      if (entity !== undefined) change(entity.type, id, entity);
      if (type !== entity?.type) types.set(id, entity?.type);
    }
    const byType = new Map(this.#byType);
    for (const [type, ofType] of changesByType) {
      const known = byType.get(type);
      // A type that had no entities loses none: the map can be taken as it is.
      byType.set(type, known?.with(ofType) ?? new VersionedMap(ofType as Map<string, Entity>));
    }
    return new EntityState(
      this.isEmpty ? new VersionedMap(types as Map<string, string>) : this.#types.with(types),
      byType,
    );
  }
}
