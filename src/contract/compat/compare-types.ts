import { describeType } from "../describe-type.js";
import type { Definitions } from "../optionality.js";
import type { TypeNode } from "../type-node.js";
import { compareConstraints } from "./compare-constraints.js";
import { compareFinite, isFinite } from "./compare-finite.js";
import { compareObjects } from "./compare-objects.js";
import { compareUnions } from "./compare-unions.js";
import { report, type Comparison, type Place } from "./comparison.js";
import type { TypeDifference } from "./type-difference.js";
import { shapeOf, type ValueShape } from "./value-shape.js";

/**
 * Every difference between two schemas, by what they take. Where none of them narrows, every value that was valid is
 * valid: a comparison that cannot tell says that it narrows and widens. Code that zod runs is compared by its kind alone.
 */
export function compareTypes(
  before: { readonly node: TypeNode; readonly definitions: Definitions },
  after: { readonly node: TypeNode; readonly definitions: Definitions },
): readonly TypeDifference[] {
  const differences: TypeDifference[] = [];
  const comparison: Comparison = {
    before: before.definitions,
    after: after.definitions,
    assumed: new Map(),
    report: (difference) => void differences.push(difference),
  };
  compareNodes(comparison, before.node, after.node, []);
  return differences;
}

/** Compares two nodes at a place, wrappers first. */
export function compareNodes(comparison: Comparison, before: TypeNode, after: TypeNode, path: Place): void {
  const old = shapeOf(before, comparison.before);
  const now = shapeOf(after, comparison.after);
  const words = { before: describeType(before), after: describeType(after) };
  if (old.canBeAbsent !== now.canBeAbsent)
    report(comparison, now.canBeAbsent ? "optional" : "required", path, {
      before: `${words.before} (${old.canBeAbsent ? "optional" : "required"})`,
      after: `${words.after} (${now.canBeAbsent ? "optional" : "required"})`,
    });
  else if (JSON.stringify(old.filled) !== JSON.stringify(now.filled))
    report(comparison, "default-changed", path, words);
  if (now.takesAnything) {
    if (!old.takesAnything) report(comparison, "type-widened", path, words);
    return;
  }
  if (old.takesAnything) return report(comparison, "type-narrowed", path, words);
  if (old.isNullable !== now.isNullable && !takesNull(old.isNullable ? now : old))
    report(comparison, now.isNullable ? "null-accepted" : "null-refused", path, words);
  compareCode(comparison, old, now, path, words);
  if (isAssumed(comparison, old.core, now.core)) return;
  compareCores(comparison, old.core, now.core, path);
}

function takesNull({ core }: ValueShape): boolean {
  if (core.kind === "union") return core.options.some((option) => option.kind === "null");
  return (
    core.kind === "null" || core.kind === "unknown" || (core.kind === "literal" && core.values.includes(null))
  );
}

function compareCode(
  comparison: Comparison,
  old: ValueShape,
  now: ValueShape,
  path: Place,
  words: Pick<TypeDifference, "before" | "after">,
): void {
  if (JSON.stringify(old.code) === JSON.stringify(now.code)) return;
  const isGone = now.code.length === 0;
  const isNew = old.code.length === 0;
  report(comparison, isGone ? "loosened" : isNew ? "tightened" : "type-changed", path, words);
}

function isAssumed({ assumed }: Comparison, before: TypeNode, after: TypeNode): boolean {
  const known = assumed.get(before);
  if (known?.has(after)) return true;
  if (known) known.add(after);
  else assumed.set(before, new Set([after]));
  return false;
}

function compareCores(comparison: Comparison, before: TypeNode, after: TypeNode, path: Place): void {
  const words = { before: describeType(before), after: describeType(after) };
  if (isUnion(before) || isUnion(after)) return compareUnions(comparison, before, after, path);
  if (isFinite(before) || isFinite(after)) return compareFinite(comparison, before, after, path);
  if (after.kind === "unknown") {
    if (before.kind !== "unknown") report(comparison, "type-widened", path, words);
    return;
  }
  if (before.kind === "unknown") return report(comparison, "type-narrowed", path, words);
  if (before.kind === "template" && after.kind === "string" && (after.checks ?? []).length === 0)
    return report(comparison, "type-widened", path, words);
  if (before.kind === "string" && after.kind === "template" && (before.checks ?? []).length === 0)
    return report(comparison, "type-narrowed", path, words);
  if (before.kind === "string" && after.kind === "string")
    return compareChecked(comparison, before, after, path);
  if (before.kind === "number" && after.kind === "number")
    return compareChecked(comparison, before, after, path);
  if (before.kind === "array" && after.kind === "array") {
    compareConstraints(comparison, before, after, path);
    return compareNodes(comparison, before.element, after.element, path);
  }
  if (before.kind === "tuple" && after.kind === "tuple")
    return compareTuples(comparison, before, after, path);
  if (before.kind === "record" && after.kind === "record" && before.mode === after.mode) {
    compareNodes(comparison, before.key, after.key, path);
    return compareNodes(comparison, before.value, after.value, path);
  }
  if (before.kind === "object" && after.kind === "object")
    return compareObjects(comparison, before, after, path);
  if (before.kind === "intersection" && after.kind === "intersection")
    return compareIntersections(comparison, before, after, path);
  if (before.kind === "ref" && after.kind === "ref" && before.name === after.name) return;
  if (JSON.stringify(before) !== JSON.stringify(after)) report(comparison, "type-changed", path, words);
}

function isUnion(node: TypeNode): boolean {
  return node.kind === "union" || node.kind === "discriminated_union";
}

function compareChecked(
  comparison: Comparison,
  before: Extract<TypeNode, { readonly kind: "string" | "number" }>,
  after: Extract<TypeNode, { readonly kind: "string" | "number" }>,
  path: Place,
): void {
  const words = { before: describeType(before), after: describeType(after) };
  if (before.coerce !== after.coerce)
    report(comparison, after.coerce ? "type-widened" : "type-narrowed", path, words);
  compareConstraints(comparison, before, after, path);
}

type IntersectionNode = Extract<TypeNode, { readonly kind: "intersection" }>;

/** Both sides look at the same keys and must agree on the value, so that whatever one side changes can refuse it. */
function compareIntersections(
  comparison: Comparison,
  before: IntersectionNode,
  after: IntersectionNode,
  path: Place,
): void {
  const strict: Comparison = {
    ...comparison,
    report: (difference) => comparison.report({ ...difference, narrows: true }),
  };
  compareNodes(strict, before.left, after.left, path);
  compareNodes(strict, before.right, after.right, path);
}

type TupleNode = Extract<TypeNode, { readonly kind: "tuple" }>;

function compareTuples(comparison: Comparison, before: TupleNode, after: TupleNode, path: Place): void {
  const words = { before: describeType(before), after: describeType(after) };
  if (
    before.items.length !== after.items.length ||
    (before.rest === undefined) !== (after.rest === undefined)
  )
    return report(comparison, "type-changed", path, words);
  before.items.forEach((item, index) =>
    compareNodes(comparison, item, after.items[index]!, [...path, index]),
  );
  if (before.rest && after.rest) compareNodes(comparison, before.rest, after.rest, path);
}
