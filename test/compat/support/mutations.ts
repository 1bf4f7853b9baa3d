import fc from "fast-check";
import { childNodes } from "../../../src/contract/child-nodes.js";
import type { TypeNode } from "../../../src/contract/type-node.js";

/** What one mutation does to one node. */
type Mutation = (node: TypeNode, pick: number, other: TypeNode) => TypeNode;

const sizes = [0, 1, 2, 4, 9] as const;

const mutations: readonly Mutation[] = [
  (inner) => ({ kind: "optional", inner }),
  (inner) => ({ kind: "nullable", inner }),
  (inner, pick) => ({ kind: "default", inner, value: pick % 2 === 0 ? "a" : 1 }),
  (inner, pick) => ({ kind: "catch", inner, value: pick }),
  (node) => ("inner" in node ? node.inner : node),
  (node, pick) => withChecks(node, (checks) => checks.filter((_, index) => index !== pick % 3)),
  (node, pick) => withChecks(node, (checks) => [...checks, sizeCheck(node, pick)]),
  (node, pick) =>
    withChecks(node, (checks) =>
      checks.map((check) =>
        "value" in check && typeof check.value === "number"
          ? { ...check, value: check.value + (pick % 3) - 1 }
          : check,
      ),
    ),
  (node, pick) => withValues(node, (values) => values.filter((_, index) => index !== pick % values.length)),
  (node) => withValues(node, (values) => [...values, "new"]),
  (node, pick) =>
    node.kind === "object"
      ? { ...node, properties: node.properties.filter((_, index) => index !== pick % node.properties.length) }
      : node,
  (node, pick, other) =>
    node.kind === "object"
      ? {
          ...node,
          properties: [
            ...node.properties.filter(({ name }) => name !== "zz"),
            { name: "zz", node: pick % 2 === 0 ? { kind: "optional", inner: other } : other },
          ],
        }
      : node,
  (node, pick) =>
    node.kind === "object"
      ? { ...node, unknownKeys: (["strip", "strict", "loose"] as const)[pick % 3]! }
      : node,
  (node, _, other) =>
    isUnion(node)
      ? { ...node, options: [...node.options, other] }
      : { kind: "union", options: [node, other] },
  (node, pick) =>
    isUnion(node) && node.options.length > 1
      ? { ...node, options: node.options.filter((_, index) => index !== pick % node.options.length) }
      : node,
  (node) => (node.kind === "discriminated_union" ? { kind: "union", options: node.options } : node),
  (node) => (node.kind === "union" ? { ...node, options: node.options.toReversed() } : node),
  (_, __, other) => other,
  () => ({ kind: "unknown" }),
  () => ({ kind: "string" }),
  (node) => (node.kind === "array" ? { kind: "tuple", items: [], rest: node.element } : node),
  (node, _, other) => (node.kind === "tuple" ? { ...node, items: [...node.items, other] } : node),
];

/** A node that differs from another in a place or two, or not at all. */
export function mutantOf(node: TypeNode, other: TypeNode): fc.Arbitrary<TypeNode> {
  const change = fc.tuple(fc.nat(mutations.length - 1), fc.nat(30), fc.nat(60));
  return fc
    .array(change, { minLength: 1, maxLength: 2 })
    .map((changes) =>
      changes.reduce(
        (mutant, [which, pick, at]) =>
          mutateAt(mutant, at, (target) => mutations[which]!(target, pick, other)),
        node,
      ),
    );
}

function mutateAt(node: TypeNode, at: number, mutate: (node: TypeNode) => TypeNode): TypeNode {
  const children = childNodes(node);
  if (at % 3 === 0 || children.length === 0) return mutate(node);
  const index = at % children.length;
  return withChild(node, index, mutateAt(children[index]!, Math.floor(at / 3), mutate));
}

/** The node with one of its `childNodes` replaced. */
function withChild(node: TypeNode, index: number, child: TypeNode): TypeNode {
  switch (node.kind) {
    case "object":
      return index < node.properties.length
        ? {
            ...node,
            properties: node.properties.map((property, place) =>
              place === index ? { ...property, node: child } : property,
            ),
          }
        : { ...node, unknownKeys: { catchall: child } };
    case "array":
      return { ...node, element: child };
    case "tuple":
      return index < node.items.length
        ? { ...node, items: node.items.with(index, child) }
        : { ...node, rest: child };
    case "record":
      // Keys stay: not every schema can be one.
      return index === 0 ? node : { ...node, value: child };
    case "union":
      return { ...node, options: node.options.with(index, child) };
    case "discriminated_union":
      return child.kind === "object" ? { ...node, options: node.options.with(index, child) } : node;
    case "intersection":
      return index === 0 ? { ...node, left: child } : { ...node, right: child };
    default:
      return "inner" in node ? { ...node, inner: child } : node;
  }
}

function isUnion(node: TypeNode): node is Extract<TypeNode, { kind: "union" }> {
  return node.kind === "union";
}

type Checked = Extract<TypeNode, { kind: "string" | "number" | "array" }>;
type Checks = readonly NonNullable<Checked["checks"]>[number][];

function withChecks(node: TypeNode, change: (checks: Checks) => Checks): TypeNode {
  if (node.kind !== "string" && node.kind !== "number" && node.kind !== "array") return node;
  return { ...node, checks: change(node.checks ?? []) } as TypeNode;
}

function sizeCheck(node: TypeNode, pick: number): Checks[number] {
  const value = sizes[pick % sizes.length]!;
  if (node.kind === "number")
    return { check: pick % 2 === 0 ? "greater_than" : "less_than", value, inclusive: pick % 3 === 0 };
  return { check: pick % 2 === 0 ? "min_length" : "max_length", value };
}

function withValues(
  node: TypeNode,
  change: (
    values: readonly (string | number | boolean | null)[],
  ) => readonly (string | number | boolean | null)[],
): TypeNode {
  if (node.kind !== "literal" && node.kind !== "enum") return node;
  const values = change(node.values);
  return values.length === 0 ? node : ({ ...node, values } as TypeNode);
}

/**
 * The node with zod's code taken out of it, which cannot be compiled, and with no prefault: a random one need not fit its
 * own type, and then is no value that stands in for what is absent.
 */
export function comparable(node: TypeNode): TypeNode {
  if (node.kind === "zod") return comparable(node.base);
  if (node.kind === "prefault") return { ...node, kind: "default", inner: comparable(node.inner) };
  return childNodes(node).reduce(
    (whole, child, index) => replaceChild(whole, index, comparable(child)),
    node,
  );
}

function replaceChild(node: TypeNode, index: number, child: TypeNode): TypeNode {
  if (node.kind === "record" && index === 0) return { ...node, key: child };
  if (node.kind === "discriminated_union") return { ...node, options: node.options.with(index, child) };
  return withChild(node, index, child);
}
