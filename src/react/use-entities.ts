import { useCallback, useRef, useSyncExternalStore } from "react";
import type { Collection, Match } from "../client/index.js";

/**
 * The entities of a type, or those that `match` selects, ordered by id. Renders again when one of them changes, comes
 * or goes; the array stays the same until then. A predicate that is made anew in every render is asked in every render.
 */
export function useEntities<Entity, Fields>(
  collection: Collection<Entity, Fields>,
  match?: Match<Entity, Fields>,
): readonly Entity[] {
  const last = useRef<Selection<Entity, Fields>>(undefined);
  const subscribe = useCallback((onChange: () => void) => collection.subscribe(onChange), [collection]);
  const read = (): readonly Entity[] => {
    const all = collection.all();
    const known = last.current;
    if (known?.all === all && isSame(known.match, match)) return known.found;
    const found = match === undefined ? all : collection.where(match);
    const kept = known !== undefined && isShallowEqual(known.found, found) ? known.found : found;
    last.current = { all, match, found: kept };
    return kept;
  };
  return useSyncExternalStore(subscribe, read, read);
}

interface Selection<Entity, Fields> {
  readonly all: readonly Entity[];
  readonly match: Match<Entity, Fields> | undefined;
  readonly found: readonly Entity[];
}

/** Matches are written in place, so that it is what they say that counts. */
function isSame(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (typeof left !== "object" || typeof right !== "object" || left === null || right === null) return false;
  return JSON.stringify(left) === JSON.stringify(right);
}

function isShallowEqual(left: readonly unknown[], right: readonly unknown[]): boolean {
  return left.length === right.length && left.every((value, index) => value === right[index]);
}
