import { useCallback, useSyncExternalStore } from "react";
import type { Collection } from "../client/index.js";

/** One entity as the client sees it now, undefined where there is none. Renders again when it changes, and only then. */
export function useEntity<Entity, Fields>(
  collection: Collection<Entity, Fields>,
  id: string,
): Entity | undefined {
  const subscribe = useCallback(
    (onChange: () => void) => collection.subscribe(id, onChange),
    [collection, id],
  );
  const read = (): Entity | undefined => collection.get(id);
  return useSyncExternalStore(subscribe, read, read);
}
