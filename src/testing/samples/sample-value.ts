import { optionalityIn, type Definitions } from "../../contract/optionality.js";
import type { TypeNode } from "../../contract/type-node.js";
import { lengthBounds } from "./length-check.js";
import type { Random } from "./random.js";
import { sampleNumber } from "./sample-number.js";
import { samplePattern } from "./sample-pattern.js";
import { sampleText } from "./sample-text.js";
import { isObject, verdictOf } from "./verdict.js";

/** What drawing a value depends on. */
export interface Drawing {
  readonly random: Random;
  /** How long texts and lists get beyond what they must, and how deep recursion goes. */
  readonly size: number;
  readonly definitions: Definitions;
  /** Every key that may be there is there. */
  readonly isWhole: boolean;
  /** Attempts that are left to all that is drawn inside one value: a schema that takes nothing must not take forever. */
  readonly attempts?: { left: number };
}

const ATTEMPTS = 60;

/**
 * Draws a value that a schema takes, as far as can be told without zod; `undefined` stands for what is left out.
 * Gives the likeliest where none of the attempts is surely taken.
 */
export function sampleValue(node: TypeNode, drawing: Drawing, depth = 0): unknown {
  const attempts = drawing.attempts ?? { left: ATTEMPTS };
  const shared = { ...drawing, attempts };
  let likely: unknown = undefined;
  let isLikely = false;
  // Every part is drawn once, whatever is left: a large value has more parts than there are attempts.
  for (let attempt = 0; attempt === 0 || attempts.left > 0; attempt++) {
    if (attempt > 0) attempts.left--;
    const value = draw(node, shared, depth);
    const verdict = verdictOf(node, value, drawing.definitions);
    if (verdict === 1) return value;
    if (!isLikely) likely = value;
    isLikely ||= verdict === 0.5;
    // What only zod's code decides gets no surer by drawing again.
    if (isLikely && attempt >= 2) break;
  }
  return likely;
}

function draw(node: TypeNode, drawing: Drawing, depth: number): unknown {
  const { random, definitions } = drawing;
  const size = Math.max(0, drawing.size - depth);
  const inner = (next: TypeNode) => sampleValue(next, drawing, depth + 1);
  switch (node.kind) {
    case "string":
      return sampleText(node.checks, random, size);
    case "number":
      return sampleNumber(node.checks, random, size);
    case "boolean":
      return random.chance(0.5);
    case "null":
      return null;
    case "unknown":
      return random.pick([null, true, random.integer(-9, 9), "anything", [1, "two"], { some: "thing" }]);
    case "never":
      return undefined;
    case "literal":
    case "enum":
      return random.pick<string | number | boolean | null>(node.values);
    case "template":
      return samplePattern(node.pattern, random, size) ?? "";
    case "array": {
      const { min, max } = lengthBounds(node.checks ?? [], size);
      return Array.from({ length: random.integer(min, max) }, () => present(node.element, drawing, depth));
    }
    case "tuple": {
      const further = node.rest ? Array.from({ length: random.integer(0, size) }, () => node.rest!) : [];
      return [...node.items, ...further].map((item) => present(item, drawing, depth));
    }
    case "record":
      return drawRecord(node, drawing, depth);
    case "object":
      return drawObject(node, drawing, depth);
    case "union":
    case "discriminated_union":
      return inner(depth < 6 ? random.pick(node.options) : shallowest(node.options));
    case "intersection": {
      const [left, right] = [inner(node.left), inner(node.right)];
      return isObject(left) && isObject(right) ? { ...left, ...right } : left;
    }
    case "nullable":
      return depth > 6 || (!drawing.isWhole && random.chance(0.2)) ? null : inner(node.inner);
    case "optional":
    case "default":
    case "prefault":
      return !drawing.isWhole && (depth > 6 || random.chance(0.3)) ? undefined : inner(node.inner);
    case "non_optional":
    case "catch":
    case "readonly":
      return inner(node.inner);
    case "ref":
      return definitions[node.name] === undefined ? undefined : inner(definitions[node.name]!);
    case "zod":
      return inner(node.input ?? node.base);
  }
}

/** In a list nothing is left out: JSON has no undefined there. */
function present(node: TypeNode, drawing: Drawing, depth: number): unknown {
  const value = sampleValue(node, drawing, depth + 1);
  return value === undefined ? sampleValue(node, { ...drawing, isWhole: true }, depth + 1) : value;
}

function drawObject(
  node: Extract<TypeNode, { readonly kind: "object" }>,
  drawing: Drawing,
  depth: number,
): { readonly [key: string]: unknown } {
  const entries = node.properties.flatMap(({ name, node: property }): [string, unknown][] => {
    const isBeyond = depth > 6 && optionalityIn(property, drawing.definitions) !== undefined;
    const value = isBeyond ? undefined : sampleValue(property, drawing, depth + 1);
    return value === undefined ? [] : [[name, value]];
  });
  return Object.fromEntries(entries);
}

function drawRecord(
  node: Extract<TypeNode, { readonly kind: "record" }>,
  drawing: Drawing,
  depth: number,
): { readonly [key: string]: unknown } {
  const { key } = node;
  const named = key.kind === "enum" || key.kind === "literal" ? key.values.map(String) : undefined;
  const keys =
    named ??
    Array.from({ length: drawing.random.integer(0, Math.max(0, drawing.size - depth)) }, () =>
      String(sampleValue(key, drawing, depth + 1)),
    );
  return Object.fromEntries(keys.map((name) => [name, present(node.value, drawing, depth)]));
}

/** Deep down, the option that leads out soonest: one without parts of its own. */
function shallowest(options: readonly TypeNode[]): TypeNode {
  const isLeaf = ({ kind }: TypeNode) =>
    !["object", "array", "tuple", "record", "ref", "union"].includes(kind);
  return options.find(isLeaf) ?? options.find(({ kind }) => kind === "array") ?? options[0]!;
}
