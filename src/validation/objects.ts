import { note, type Fields, type PathSegment, type Trail } from "./trail.js";
import { wrongType } from "./wrong-type.js";

export function isObject(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A property that must be there, were it with no value. */
export function missing(trail: Trail | undefined, path: readonly PathSegment[]): boolean {
  return wrongType(trail, path, undefined, "");
}

/** The keys of a value that none of `known` is: reported as one issue. */
export function wrongKeys(
  trail: Trail | undefined,
  path: readonly PathSegment[],
  value: Fields,
  known: ReadonlySet<string>,
): boolean {
  const unknown: string[] = [];
  for (const key in value) {
    if (known.has(key)) continue;
    if (!trail) return true;
    unknown.push(key);
  }
  if (trail && unknown.length > 0) noteKeys(trail, path, unknown);
  return false;
}

const keysOf = /* @__PURE__ */ new WeakMap<object, readonly string[]>();

/** The keys that an issue is about, where another side of an intersection might know them. */
export function keysOfIssue(issue: object): readonly string[] | undefined {
  return keysOf.get(issue);
}

export function noteKeys(trail: Trail, path: readonly PathSegment[], keys: readonly string[]): void {
  note(
    trail,
    "unrecognized_keys",
    path,
    `Unknown key${keys.length > 1 ? "s" : ""}: ${keys.map((key) => JSON.stringify(key)).join(", ")}`,
    true,
  );
  keysOf.set(trail.issues.at(-1)!, keys);
}

/** Copies what an object holds besides its known keys. */
export function copyRest(
  copy: { [name: string]: unknown },
  value: Fields,
  known: ReadonlySet<string>,
  copyValue?: (value: unknown) => unknown,
): unknown {
  for (const key in value) {
    if (!known.has(key) && key !== "__proto__") copy[key] = copyValue ? copyValue(value[key]) : value[key];
  }
  return copy;
}
