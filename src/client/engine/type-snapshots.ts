import { byId, type Entity } from "../../protocol/index.js";
import { firstPlace } from "../state/first-place.js";
import type { ReadView } from "../state/read-view.js";
import type { ViewChange } from "../view-change.js";

/** Beyond so many changed entities of a type, sorting anew is cheaper than finding the place of each. */
const MAX_PLACED = 256;

/** The entities of each type, ordered by id, in arrays that stay the same until one of their entities changes. */
export interface TypeSnapshots {
  readonly all: (type: string) => readonly Entity[];
  readonly invalidate: (change: ViewChange) => void;
}

export function createTypeSnapshots(view: () => ReadView): TypeSnapshots {
  const snapshots = new Map<string, { entities: Entity[]; readonly changed: Set<string> }>();

  return {
    all: (type) => {
      const known = snapshots.get(type);
      if (known !== undefined && known.changed.size === 0) return known.entities;
      const entities =
        known === undefined || known.changed.size > MAX_PLACED
          ? [...view().values(type)].sort(byId)
          : replace(known.entities, known.changed, type, view());
      snapshots.set(type, { entities, changed: new Set() });
      return entities;
    },
    invalidate: (change) => {
      for (const [type, ids] of change) {
        const known = snapshots.get(type);
        if (known === undefined || known.changed.size > MAX_PLACED) continue;
        for (const id of ids) known.changed.add(id);
      }
    },
  };
}

function replace(
  entities: readonly Entity[],
  changed: Iterable<string>,
  type: string,
  view: ReadView,
): Entity[] {
  const next = entities.slice();
  for (const id of changed) {
    const place = firstPlace(next, (entity) => entity.id < id);
    const entity = view.find(id);
    const isHere = next[place]?.id === id;
    next.splice(place, isHere ? 1 : 0, ...(entity?.type === type ? [entity] : []));
  }
  return next;
}
