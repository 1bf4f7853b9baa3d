import type { Json } from "../../../contract/type-node.js";

/** The value, if JSON carries it there and back unchanged; undefined where it does not (`-0`, NaN, Date, holes …). */
export function jsonValue(value: unknown): Json | undefined {
  if (value === null || typeof value === "boolean" || typeof value === "string") return value;
  if (typeof value === "number") return Number.isFinite(value) && !Object.is(value, -0) ? value : undefined;
  if (typeof value !== "object") return undefined;
  try {
    return Array.isArray(value) ? jsonArray(value) : jsonObject(value);
  } catch {
    return undefined;
  }
}

function jsonArray(value: readonly unknown[]): Json | undefined {
  const items: Json[] = [];
  for (const item of Array.from(value)) {
    const json = jsonValue(item);
    if (json === undefined) return undefined;
    items.push(json);
  }
  return items;
}

function jsonObject(value: object): Json | undefined {
  const prototype: unknown = Object.getPrototypeOf(value);
  const isPlain = prototype === null || prototype === Object.prototype || isForeignObjectPrototype(prototype);
  if (!isPlain || Object.getOwnPropertySymbols(value).length > 0 || Object.hasOwn(value, "__proto__"))
    return undefined;
  const properties: { [name: string]: Json } = {};
  for (const [name, item] of Object.entries(value)) {
    const json = jsonValue(item);
    if (json === undefined) return undefined;
    properties[name] = json;
  }
  return properties;
}

/** The `Object.prototype` of another realm: the top of its chain. */
function isForeignObjectPrototype(prototype: unknown): boolean {
  return (
    typeof prototype === "object" &&
    prototype !== null &&
    Object.getPrototypeOf(prototype) === null &&
    Object.hasOwn(prototype, "hasOwnProperty")
  );
}
