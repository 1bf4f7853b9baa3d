import type { Random } from "./random.js";
import { isObject } from "./verdict.js";

/** What no schema takes everywhere: one of every type, at and beyond usual bounds. */
const wrong: readonly unknown[] = [
  null,
  true,
  "",
  "no such value",
  -1,
  1e15,
  0.5,
  [],
  {},
  ["no", "such", "list"],
  { no: "such field" },
  "x".repeat(5_000),
];

/** A valid value with one place changed: replaced, taken away, made longer, or with a key that nobody knows. */
export function changedInOnePlace(value: unknown, random: Random): unknown {
  if (Array.isArray(value) && value.length > 0 && random.chance(0.8)) {
    const items = [...(value as unknown[])];
    const at = random.integer(0, items.length - 1);
    if (random.chance(0.7)) items[at] = changedInOnePlace(items[at], random);
    else if (random.chance(0.5)) items.splice(at, 1);
    else items.push(random.pick(wrong));
    return items;
  }
  if (isObject(value) && random.chance(0.9)) {
    const entries = Object.entries(value);
    const at = random.integer(0, Math.max(0, entries.length - 1));
    if (entries.length === 0 || random.chance(0.1)) entries.push(["noSuchField", random.pick(wrong)]);
    else if (random.chance(0.25)) entries.splice(at, 1);
    else entries[at] = [entries[at]![0], changedInOnePlace(entries[at]![1], random)];
    return Object.fromEntries(entries);
  }
  return random.pick(wrong);
}
