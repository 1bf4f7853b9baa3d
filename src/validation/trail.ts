import type { Issue } from "./issue.js";

export type PathSegment = string | number;

/** Where the issues of one run are collected. Checks that are given none stop at the first issue and build nothing. */
export interface Trail {
  readonly issues: Issue[];
  /** From the validator's value to the value that the running check function was given, where that is another. */
  path: readonly PathSegment[] | undefined;
  /** How many of the issues keep zod from running later checks of the node. */
  aborted: number;
  /** How many of them keep even length checks from running: those of a check with `abort`, and a few of zod's own. */
  stopped: number;
}

/** Whether the value is valid. With a trail it looks at everything and notes the issues there; its result says nothing then. */
export type Check = (value: unknown, trail?: Trail) => boolean;

/** Builds what zod yields for a valid value. */
export type Copy = (value: unknown) => unknown;

/** An object whose properties nobody has looked at yet. */
export interface Fields {
  readonly [name: string]: unknown;
}

export function createTrail(path?: readonly PathSegment[]): Trail {
  return { issues: [], path, aborted: 0, stopped: 0 };
}

/**
 * Notes an issue at `path` below the trail's own. `goesOn`: later checks of the node run all the same. Where
 * not even length checks would (zod's `continue: false`), the caller counts it as `stopped`.
 */
export function note(
  trail: Trail,
  code: string,
  path: readonly PathSegment[],
  message: string,
  goesOn?: boolean,
): void {
  if (!goesOn) trail.aborted++;
  trail.issues.push({ code, path: trail.path ? joined(trail.path, path) : path, message });
}

/** Runs a check function on the value at `path`, with a trail. */
export function within(trail: Trail, path: readonly PathSegment[], check: Check, value: unknown): void {
  const outer = trail.path;
  trail.path = pathIn(trail, path);
  check(value, trail);
  trail.path = outer;
}

/** The path from the validator's value to what lies at `path` below the trail's own. */
export function pathIn(trail: Trail, path: readonly PathSegment[]): readonly PathSegment[] {
  return trail.path ? joined(trail.path, path) : path;
}

function joined(outer: readonly PathSegment[], inner: readonly PathSegment[]): readonly PathSegment[] {
  return [...outer, ...inner];
}
