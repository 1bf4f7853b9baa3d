/** Calls every listener once. What one throws reaches the platform's error reporting, and no other listener. */
export function callListeners<Value>(listeners: Iterable<(value: Value) => void>, value: Value): void {
  for (const listener of Array.from(listeners)) {
    try {
      listener(value);
    } catch (error) {
      queueMicrotask(() => {
        throw error;
      });
    }
  }
}

/** Adds to a set; the answer takes out again. A listener that is added twice is called twice. */
export function listen<Value>(
  listeners: Set<(value: Value) => void>,
  listener: (value: Value) => void,
): () => void {
  const own = (value: Value): void => listener(value);
  listeners.add(own);
  return () => void listeners.delete(own);
}
