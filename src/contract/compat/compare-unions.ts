import { describeType } from "../describe-type.js";
import { discriminatorValues } from "../enumerable-values.js";
import { optionalityIn, type Definitions } from "../optionality.js";
import type { TypeNode } from "../type-node.js";
import { compareNodes } from "./compare-types.js";
import { compareValues } from "./compare-finite.js";
import { report, type Comparison, type Place } from "./comparison.js";
import { finiteValues, surelyTakes, type FiniteValue } from "./finite-values.js";
import type { TypeDifference } from "./type-difference.js";
import { shapeOf } from "./value-shape.js";

/** A union's members: the values that can be named, and the others. */
interface Members {
  readonly values: readonly FiniteValue[];
  readonly others: readonly TypeNode[];
  /** Exactly one member may take a value, so that a new member can make another's values invalid. */
  readonly isExclusive: boolean;
  readonly discriminator?: string;
}

/** Compares member by member; a type that is no union is a union of one. */
export function compareUnions(comparison: Comparison, before: TypeNode, after: TypeNode, path: Place): void {
  const old = membersOf(before);
  const now = membersOf(after);
  if (JSON.stringify(before) === JSON.stringify(after) && !hasReferences(before)) return;
  const words = { before: describeType(before), after: describeType(after) };
  if (old.isExclusive || now.isExclusive || old.discriminator !== now.discriminator) {
    const isPlainer = now.discriminator === undefined && !now.isExclusive && !old.isExclusive;
    if (!isPlainer) return report(comparison, "type-changed", path, words);
  }
  const unknown = now.others.some(({ kind }) => kind === "unknown");
  if (unknown) return report(comparison, "type-widened", path, words);
  const isTakenBy = (others: readonly TypeNode[]) => (value: FiniteValue) =>
    others.some((other) => surelyTakes(other, value));
  const kept = old.values.filter((value) => now.values.includes(value) || !isTakenBy(now.others)(value));
  const told = now.values.filter((value) => old.values.includes(value) || !isTakenBy(old.others)(value));
  compareValues(comparison, kept, told, path);
  const unmatched = new Set(now.others);
  for (const member of old.others) {
    const match = matchOf(comparison, member, unmatched, old.discriminator);
    if (match === undefined) {
      report(comparison, "member-removed", path, { before: describeType(member) });
      continue;
    }
    unmatched.delete(match);
    if (now.discriminator !== undefined && !keepsTags(comparison, member, match, now.discriminator)) {
      report(comparison, "type-changed", path, { before: describeType(member), after: describeType(match) });
      continue;
    }
    compareNodes(comparison, member, match, path);
  }
  for (const member of unmatched) report(comparison, "member-added", path, { after: describeType(member) });
}

function membersOf(node: TypeNode): Members {
  const isUnion = node.kind === "union" || node.kind === "discriminated_union";
  const options = isUnion ? node.options : [node];
  const values: FiniteValue[] = [];
  const others: TypeNode[] = [];
  for (const option of options) {
    const own = finiteValues(option);
    if (own) values.push(...own);
    else if (option.kind === "union" && !option.exclusive) {
      const inner = membersOf(option);
      values.push(...inner.values);
      others.push(...inner.others);
    } else others.push(option);
  }
  return {
    values,
    others,
    isExclusive: node.kind === "union" && node.exclusive === true,
    ...(node.kind === "discriminated_union" && { discriminator: node.discriminator }),
  };
}

/** The new member that an old one has become: of the same discriminator, the same in all, or the nearest that takes all. */
function matchOf(
  comparison: Comparison,
  member: TypeNode,
  candidates: ReadonlySet<TypeNode>,
  discriminator: string | undefined,
): TypeNode | undefined {
  const text = JSON.stringify(member);
  const tag = tagOf(comparison.before, member, discriminator);
  let nearest: { readonly candidate: TypeNode; readonly differences: number } | undefined;
  for (const candidate of candidates) {
    if (JSON.stringify(candidate) === text) return candidate;
    if (tag !== undefined) {
      if (tagOf(comparison.after, candidate, discriminator) === tag) return candidate;
      continue;
    }
    const differences = differencesBetween(comparison, member, candidate);
    const isFit = differences.every(({ narrows }) => !narrows);
    if (isFit && (nearest === undefined || differences.length < nearest.differences))
      nearest = { candidate, differences: differences.length };
  }
  return nearest?.candidate;
}

function differencesBetween(comparison: Comparison, before: TypeNode, after: TypeNode): TypeDifference[] {
  const differences: TypeDifference[] = [];
  const assumed = new Map([...comparison.assumed].map(([node, others]) => [node, new Set(others)]));
  const report = (difference: TypeDifference) => void differences.push(difference);
  compareNodes({ ...comparison, assumed, report }, before, after, []);
  return differences;
}

function tagOf(
  definitions: Comparison["before"],
  member: TypeNode,
  discriminator: string | undefined,
): string | undefined {
  const { core } = shapeOf(member, definitions);
  if (core.kind !== "object") return undefined;
  const names = discriminator === undefined ? ["type", "kind"] : [discriminator];
  for (const name of names) {
    const property = core.properties.find((candidate) => candidate.name === name);
    if (property?.node.kind === "literal") return JSON.stringify([name, property.node.values]);
  }
  return undefined;
}

/** A discriminated union finds its member by these values alone. */
function keepsTags(
  comparison: Comparison,
  before: TypeNode,
  after: TypeNode,
  discriminator: string,
): boolean {
  const tags = (node: TypeNode, definitions: Definitions) =>
    discriminatorValues(
      node,
      discriminator,
      definitions,
      (inner) => optionalityIn(inner, definitions) !== undefined,
    );
  const now = tags(after, comparison.after);
  return tags(before, comparison.before)?.every((tag) => now?.includes(tag)) === true;
}

function hasReferences(node: TypeNode): boolean {
  return JSON.stringify(node).includes('"kind":"ref"');
}
