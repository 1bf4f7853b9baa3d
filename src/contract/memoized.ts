/**
 * The same function, which makes its result once for each object and remembers it for as long as the object lives. For
 * what follows from a model or a view alone: those never change, and parts of a schema that stayed as they were keep
 * their objects from one plan to the next (`keepUnchanged`).
 */
export function memoized<Key extends object, Result>(make: (key: Key) => Result): (key: Key) => Result {
  const made = new WeakMap<Key, Result>();
  return (key) => {
    const known = made.get(key);
    if (known !== undefined) return known;
    const result = make(key);
    made.set(key, result);
    return result;
  };
}
