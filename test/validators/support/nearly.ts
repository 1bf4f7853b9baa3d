import fc from "fast-check";

class Custom {
  a = 1;
}

const junk = fc.constantFrom<unknown>(
  null,
  undefined,
  0,
  -0,
  1.5,
  NaN,
  Infinity,
  "",
  "a",
  "long enough text",
  true,
  [],
  [1],
  {},
  { a: 1 },
  { length: 9 },
  [undefined],
  "2",
  Symbol.iterator,
  1n,
  () => 1,
  new Custom(),
  Object.create(null),
  Array(1).concat(1),
  new Date(0),
  JSON.parse('{"__proto__":1}'),
  { [Symbol("s")]: 1 },
  Object.create({ a: 1, inherited: 2 }),
);

const keys = fc.constantFrom("a", "b", "type", "zz", "__proto__", "1", "constructor", "length");

type Edit = readonly [kind: number, at: number, key: string, value: unknown];

/** The values, and values that differ from them in a place or two: replaced, removed, added, reordered. */
export function nearly(values: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  const edits: fc.Arbitrary<Edit[]> = fc.array(fc.tuple(fc.nat(9), fc.nat(30), keys, junk), { maxLength: 2 });
  return fc.tuple(values, edits).map(([value, list]) => list.reduce(edited, value));
}

function edited(value: unknown, [kind, at, key, extra]: Edit): unknown {
  if (kind === 0 || typeof value !== "object" || value === null) return extra;
  if (Array.isArray(value)) {
    const items = [...(value as unknown[])];
    const index = at % (items.length + 1);
    if (kind < 3) items.splice(index, 1);
    else if (kind < 5) items.splice(index, 0, extra);
    else if (kind < 6) items.push(extra, extra, extra);
    else if (items.length > 0)
      items[index % items.length] = edited(items[index % items.length], [
        (kind * 7) % 10,
        at >> 1,
        key,
        extra,
      ]);
    return items;
  }
  const entries = Object.entries(value);
  const index = at % (entries.length + 1);
  if (kind < 3) entries.splice(index, 1);
  else if (kind < 5) entries.splice(index, 0, [key, extra]);
  else if (kind < 6) entries.reverse();
  else if (entries.length > 0) {
    const place = index % entries.length;
    const [name, item] = entries[place]!;
    entries[place] = [name, edited(item, [(kind * 7) % 10, at >> 1, key, extra])];
  }
  return Object.fromEntries(entries);
}
