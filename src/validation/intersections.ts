import type { Issue } from "./issue.js";
import { isAboutWrongKey, noteUnknownKeys, unknownKeysOf } from "./issue-keys.js";
import { isRecord } from "./records.js";
import { createTrail, pathIn, type Check, type Copy, type PathSegment, type Trail } from "./trail.js";

export interface Side {
  readonly check: Check;
  readonly copy: Copy;
}

/** Both sides of an intersection take a value, and what they yield cannot be one value. Zod throws as well. */
export class ContradictionError extends Error {
  constructor() {
    super("Two types that both apply here contradict each other");
    this.name = "ContradictionError";
  }
}

/**
 * Whether both sides take the value. A key that just one side does not know is known. Notes the issues in a trail, if
 * there is one.
 *
 * @throws ContradictionError
 */
export function isBoth(
  value: unknown,
  left: Side,
  right: Side,
  trail?: Trail,
  path: readonly PathSegment[] = [],
): boolean {
  const isValid = left.check(value) && right.check(value);
  const attempt = isValid
    ? undefined
    : reconcile(value, left, right, trail?.issues ? pathIn(trail, path) : []);
  if (!attempt || attempt.issues.length === 0) mergeValues(left.copy(value), right.copy(value));
  if (!attempt) return true;
  if (trail?.issues) {
    for (const issue of attempt.issues) trail.issues.push(issue);
    trail.aborted += attempt.aborted;
    trail.stopped += attempt.stopped;
  }
  return attempt.issues.length === 0;
}

/** The issues of both sides, but for keys that only one of them refuses. */
function reconcile(value: unknown, left: Side, right: Side, base: readonly PathSegment[]): Trail {
  const result = createTrail(base);
  const sides = [left, right].map(({ check }) => {
    const trail = createTrail(base);
    check(value, trail);
    return trail;
  });
  const refused = new Map<
    string,
    { readonly sides: Set<Trail>; readonly issue: Issue; isUnknown: boolean }
  >();
  let unknown: readonly string[] | undefined;
  for (const side of sides) {
    result.aborted += side.aborted;
    result.stopped += side.stopped;
    for (const issue of side.issues) {
      const keys = refusedKeys(issue, base.length);
      if (!keys) {
        result.issues.push(issue);
        continue;
      }
      const isWrongKey = isAboutWrongKey(issue);
      if (isWrongKey) result.aborted--;
      else unknown ??= keys;
      for (const key of keys) {
        const known = refused.get(key);
        if (!known) refused.set(key, { sides: new Set([side]), issue, isUnknown: !isWrongKey });
        else {
          known.sides.add(side);
          if (isWrongKey && known.isUnknown) refused.set(key, { ...known, issue, isUnknown: false });
        }
      }
    }
  }
  const both = [...refused].filter(([, { sides }]) => sides.size === 2);
  const listed = both.map(([key]) => key).filter((key) => unknown?.includes(key));
  if (listed.length > 0) noteUnknownKeys(result, [], listed);
  for (const [key, { issue }] of both) {
    if (listed.includes(key) || !isAboutWrongKey(issue)) continue;
    result.issues.push(issue);
    result.aborted++;
  }
  return result;
}

function refusedKeys(issue: Issue, depth: number): readonly string[] | undefined {
  if (issue.path.length === depth) return unknownKeysOf(issue);
  return issue.path.length === depth + 1 && isAboutWrongKey(issue) ? [String(issue.path.at(-1))] : undefined;
}

/**
 * What both sides of an intersection yield, as one value.
 *
 * @throws ContradictionError
 */
export function mergeValues(left: unknown, right: unknown): unknown {
  if (left === right) return left;
  if (left instanceof Date && right instanceof Date && +left === +right) return left;
  if (isRecord(left) && isRecord(right)) {
    const merged: { [name: string]: unknown } = { ...left, ...right };
    if (Object.hasOwn(merged, "__proto__")) delete merged["__proto__"];
    for (const key of Object.keys(left)) {
      const isShared = key !== "__proto__" && Object.prototype.propertyIsEnumerable.call(right, key);
      if (isShared) merged[key] = mergeValues(left[key], right[key]);
    }
    return merged;
  }
  if (!Array.isArray(left) || !Array.isArray(right) || left.length !== right.length) {
    throw new ContradictionError();
  }
  return Array.from(left as readonly unknown[], (item, index) => mergeValues(item, right[index]));
}
