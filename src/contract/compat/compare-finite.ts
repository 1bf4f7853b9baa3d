import { describeType } from "../describe-type.js";
import type { TypeNode } from "../type-node.js";
import { report, type Comparison, type Place } from "./comparison.js";
import { finiteValues, surelyTakes, type FiniteValue } from "./finite-values.js";

export function isFinite(node: TypeNode): boolean {
  return finiteValues(node) !== undefined;
}

/** Compares where at least one side can name all its values: enums, literals, booleans, null. */
export function compareFinite(comparison: Comparison, before: TypeNode, after: TypeNode, path: Place): void {
  const old = finiteValues(before);
  const now = finiteValues(after);
  if (old && now) return compareValues(comparison, old, now, path);
  const words = { before: describeType(before), after: describeType(after) };
  const isNarrower = old === undefined || !old.every((value) => surelyTakes(after, value));
  const isWider = now === undefined || !now.every((value) => surelyTakes(before, value));
  if (isNarrower && isWider) report(comparison, "type-changed", path, words);
  else if (isNarrower) report(comparison, "type-narrowed", path, words);
  else report(comparison, "type-widened", path, words);
}

export function compareValues(
  comparison: Comparison,
  old: readonly FiniteValue[],
  now: readonly FiniteValue[],
  path: Place,
): void {
  const removed = old.filter((value) => !now.includes(value));
  const added = now.filter((value) => !old.includes(value));
  if (removed.length > 0) report(comparison, "value-removed", path, { before: listed(removed) });
  if (added.length > 0) report(comparison, "value-added", path, { after: listed(added) });
}

function listed(values: readonly FiniteValue[]): string {
  return values.map((value) => JSON.stringify(value)).join(", ");
}
