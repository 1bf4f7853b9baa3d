import { describeType } from "../describe-type.js";
import type { TypeNode } from "../type-node.js";
import { report, type Comparison, type Place } from "./comparison.js";
import { constraintsOf } from "./constraints.js";
import { contains } from "./interval.js";

type CheckedNode = Extract<TypeNode, { readonly kind: "string" | "number" | "array" }>;

/** zod's checks, as constraints: sizes by their interval, patterns and formats one by one. */
export function compareConstraints(
  comparison: Comparison,
  before: CheckedNode,
  after: CheckedNode,
  path: Place,
): void {
  const old = constraintsOf(before);
  const now = constraintsOf(after);
  const words = { before: describeType(before), after: describeType(after) };
  const isTighter =
    !contains(now.interval, old.interval) || [...now.others].some((check) => !old.others.has(check));
  const isLooser =
    !contains(old.interval, now.interval) || [...old.others].some((check) => !now.others.has(check));
  if (isTighter) report(comparison, "tightened", path, words);
  if (isLooser) report(comparison, "loosened", path, words);
}
