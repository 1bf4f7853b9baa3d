/**
 * A new list of named things with the earlier object in place of each that says the same, so that what was made of it
 * need not be made again (`memoized`); the earlier list itself where nothing changed at all.
 *
 * @param nameOf tells the items of a list apart
 */
export function keepUnchanged<Item extends object>(
  earlier: readonly Item[] | undefined,
  next: readonly Item[],
  nameOf: (item: Item) => string,
): readonly Item[] {
  if (earlier === undefined) return next;
  let byName: ReadonlyMap<string, Item> | undefined;
  const find = (name: string): Item | undefined => {
    byName ??= new Map(earlier.map((item) => [nameOf(item), item]));
    return byName.get(name);
  };
  const kept = next.map((item, index) => {
    const there = earlier[index];
    if (item === there) return item;
    const name = nameOf(item);
    return unchanged(there && nameOf(there) === name ? there : find(name), item);
  });
  return isSameList(earlier, kept) ? earlier : kept;
}

/** The earlier value where it says the same as the next, the order of keys included. Both are plain data. */
export function unchanged<Value extends object>(earlier: Value | undefined, next: Value): Value {
  return earlier !== undefined && saysTheSame(earlier, next) ? earlier : next;
}

/** Whether two lists hold the very same things. */
export function isSameList(left: readonly unknown[], right: readonly unknown[]): boolean {
  return left.length === right.length && left.every((item, index) => item === right[index]);
}

/** Of plain data. */
function saysTheSame(left: unknown, right: unknown): boolean {
  if (typeof left !== "object" || typeof right !== "object" || left === null || right === null)
    return Object.is(left, right);
  if (left === right) return true;
  const names = Object.keys(left);
  const others = Object.keys(right);
  return (
    Array.isArray(left) === Array.isArray(right) &&
    isSameList(names, others) &&
    names.every((name) => saysTheSame(left[name as never], right[name as never]))
  );
}
