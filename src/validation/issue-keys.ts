import type { Issue } from "./issue.js";
import { note, type PathSegment, type Trail } from "./trail.js";

/* Keys that one side of an intersection refuses may be known to the other: so issues about keys are remembered. */

const unknownKeys = /* @__PURE__ */ new WeakMap<Issue, readonly string[]>();
const wrongKeys = /* @__PURE__ */ new WeakSet<Issue>();

export function noteUnknownKeys(trail: Trail, path: readonly PathSegment[], keys: readonly string[]): void {
  const list = keys.map((key) => JSON.stringify(String(key))).join(", ");
  note(trail, "unrecognized_keys", path, `Unknown key${keys.length > 1 ? "s" : ""}: ${list}`, true);
  unknownKeys.set(trail.issues.at(-1)!, keys);
}

/** `path` ends in the key that a record does not take. */
export function noteWrongKey(trail: Trail, path: readonly PathSegment[]): void {
  note(trail, "invalid_key", path, `Unexpected key ${JSON.stringify(String(path.at(-1)))}`);
  wrongKeys.add(trail.issues.at(-1)!);
}

/** The keys of an issue that an object with a fixed set of keys has noted. */
export function unknownKeysOf(issue: Issue): readonly string[] | undefined {
  return unknownKeys.get(issue);
}

export function isAboutWrongKey(issue: Issue): boolean {
  return wrongKeys.has(issue);
}
