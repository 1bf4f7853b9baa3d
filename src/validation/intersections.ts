import type { Issue } from "./issue.js";
import { keysOfIssue, noteKeys } from "./objects.js";
import { isRecord, isWrongKeyIssue } from "./records.js";
import { createTrail, note, type Check, type Copy, type PathSegment, type Trail } from "./trail.js";

export interface Side {
  readonly check: Check;
  readonly copy: Copy;
}

/**
 * Whether both sides take the value and what they yield can be merged. A key that just one side does not know is
 * known. Notes the issues in a trail, if there is one.
 */
export function isBoth(
  value: unknown,
  left: Side,
  right: Side,
  trail?: Trail,
  path: readonly PathSegment[] = [],
): boolean {
  if (left.check(value) && right.check(value)) {
    const isMerged = merge(left.copy(value), right.copy(value)) !== unmergeable;
    if (!isMerged && trail)
      note(trail, "invalid_intersection", path, "Two types that both apply here contradict each other");
    return isMerged;
  }
  const attempt = reconcile(value, left, right, trail ? [...trail.path, ...path] : [], path);
  if (!trail)
    return attempt.issues.length === 0 && merge(left.copy(value), right.copy(value)) !== unmergeable;
  for (const issue of attempt.issues) trail.issues.push(issue);
  trail.aborted += attempt.aborted;
  trail.stopped += attempt.stopped;
  return false;
}

/** The issues of both sides, but for keys that only one of them refuses. */
function reconcile(
  value: unknown,
  left: Side,
  right: Side,
  base: PathSegment[],
  path: readonly PathSegment[],
): Trail {
  const result = createTrail([...base]);
  const sides = [left, right].map(({ check }) => {
    const trail = createTrail([...base]);
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
      const isWrongKey = isWrongKeyIssue(issue);
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
  if (listed.length > 0) noteKeys(result, [], listed);
  for (const [key, { issue }] of both) {
    if (listed.includes(key) || !isWrongKeyIssue(issue)) continue;
    result.issues.push(issue);
    result.aborted++;
  }
  return result;
}

function refusedKeys(issue: Issue, depth: number): readonly string[] | undefined {
  if (issue.path.length === depth) return keysOfIssue(issue);
  return issue.path.length === depth + 1 && isWrongKeyIssue(issue) ? [String(issue.path.at(-1))] : undefined;
}

const unmergeable = /* @__PURE__ */ Symbol("unmergeable");

/** What both sides of an intersection yield, as one value. */
export function mergeValues(left: unknown, right: unknown): unknown {
  return merge(left, right);
}

function merge(left: unknown, right: unknown): unknown {
  if (left === right) return left;
  if (left instanceof Date && right instanceof Date && +left === +right) return left;
  if (isRecord(left) && isRecord(right)) {
    const merged: { [name: string]: unknown } = { ...left, ...right };
    if (Object.hasOwn(merged, "__proto__")) delete merged["__proto__"];
    for (const key of Object.keys(left)) {
      if (key === "__proto__" || !Object.keys(right).includes(key)) continue;
      const value = merge(left[key], right[key]);
      if (value === unmergeable) return unmergeable;
      merged[key] = value;
    }
    return merged;
  }
  if (!Array.isArray(left) || !Array.isArray(right) || left.length !== right.length) return unmergeable;
  const items: unknown[] = [];
  for (let i = 0; i < left.length; i++) {
    const item = merge(left[i], right[i]);
    if (item === unmergeable) return unmergeable;
    items.push(item);
  }
  return items;
}
