import type { ViewChange, ViewListener } from "../view-change.js";
import { callListeners, listen } from "./listeners.js";

/** Who is to be told of which changes of the view. */
export interface Subscriptions {
  /** To everything, to one type, or to one entity. */
  readonly add: (listener: ViewListener, type?: string, id?: string) => () => void;
  readonly tell: (change: ViewChange) => void;
}

export function createSubscriptions(): Subscriptions {
  const everything = new Set<ViewListener>();
  const byType = new Map<string, Set<ViewListener>>();
  const byId = new Map<string, Set<ViewListener>>();
  const idKey = (type: string, id: string): string => JSON.stringify([type, id]);

  const addTo = (
    groups: Map<string, Set<ViewListener>>,
    key: string,
    listener: ViewListener,
  ): (() => void) => {
    const group = groups.get(key) ?? new Set();
    groups.set(key, group);
    const remove = listen(group, listener);
    return () => {
      remove();
      if (group.size === 0 && groups.get(key) === group) groups.delete(key);
    };
  };

  return {
    add: (listener, type, id) => {
      if (type === undefined) return listen(everything, listener);
      return id === undefined ? addTo(byType, type, listener) : addTo(byId, idKey(type, id), listener);
    },
    tell: (change) => {
      const told = [...everything];
      for (const [type, ids] of change) {
        told.push(...(byType.get(type) ?? []));
        if (byId.size === 0) continue;
        for (const id of ids) told.push(...(byId.get(idKey(type, id)) ?? []));
      }
      callListeners(told, change);
    },
  };
}
