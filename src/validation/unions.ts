import { createTrail, note, pathIn, type Check, type Copy, type PathSegment, type Trail } from "./trail.js";

/** A value that no option of a union takes. */
export function wrongOption(
  trail: Trail | undefined,
  path: readonly PathSegment[],
  message: string,
): boolean {
  if (!trail?.issues) return true;
  note(trail, "invalid_union", path, message);
  return false;
}

/**
 * The same, where options may be close: if just one of them is wrong in ways that do not end zod's checking, its
 * issues tell more than that nothing matched.
 */
export function wrongUnion(
  trail: Trail | undefined,
  path: readonly PathSegment[],
  value: unknown,
  ...options: readonly Check[]
): boolean {
  if (!trail?.issues) return true;
  const base = pathIn(trail, path);
  const close: Trail[] = [];
  for (const option of options) {
    const attempt = createTrail(base);
    option(value, attempt);
    if (attempt.aborted === 0) close.push(attempt);
  }
  if (close.length === 1) for (const issue of close[0]!.issues) trail.issues.push(issue);
  else note(trail, "invalid_union", path, "Matches none of the types that are possible here");
  return false;
}

/** Whether exactly one of the options takes the value (`z.xor`). */
export function isJustOne(value: unknown, ...options: readonly Check[]): boolean {
  let count = 0;
  for (const option of options) if (option(value)) count++;
  return count === 1;
}

/**
 * Copies a value as the first option that takes it does. On one side of an intersection there may be none: then it is
 * the option that only minds keys which the other side takes.
 */
export function copyClosest(
  value: unknown,
  ...options: readonly { readonly check: Check; readonly copy: Copy }[]
): unknown {
  for (const { check, copy } of options) if (check(value)) return copy(value);
  for (const { check, copy } of options) {
    const attempt = createTrail();
    check(value, attempt);
    if (attempt.aborted === 0) return copy(value);
  }
  return value;
}
