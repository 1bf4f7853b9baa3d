import type { Definitions } from "../optionality.js";
import type { TypeNode } from "../type-node.js";
import type { DifferenceKind, TypeDifference } from "./type-difference.js";

/** A comparison under way: the two contracts' definitions, and what was found so far. */
export interface Comparison {
  readonly before: Definitions;
  readonly after: Definitions;
  /** Pairs of nodes that are being compared: a recursive type is equal to another unless something else differs. */
  readonly assumed: Map<TypeNode, Set<TypeNode>>;
  readonly report: (difference: TypeDifference) => void;
}

export type Place = readonly (string | number)[];

/** Which way each kind of difference goes; where it depends, the caller says. */
const directions: { readonly [Kind in DifferenceKind]: readonly [narrows: boolean, widens: boolean] } = {
  "type-changed": [true, true],
  "type-narrowed": [true, false],
  "type-widened": [false, true],
  tightened: [true, false],
  loosened: [false, true],
  required: [true, false],
  optional: [false, true],
  "null-refused": [true, false],
  "null-accepted": [false, true],
  "default-changed": [false, false],
  "value-removed": [true, false],
  "value-added": [false, true],
  "member-removed": [true, false],
  "member-added": [false, true],
  "property-removed": [false, false],
  "property-added": [false, false],
  "required-property-added": [true, false],
  "unknown-keys-changed": [false, false],
};

export function report(
  comparison: Comparison,
  kind: DifferenceKind,
  path: Place,
  words: Pick<TypeDifference, "before" | "after">,
  overrides: Partial<Pick<TypeDifference, "narrows" | "widens">> = {},
): void {
  const [narrows, widens] = directions[kind];
  comparison.report({ kind, path, narrows, widens, ...words, ...overrides });
}
