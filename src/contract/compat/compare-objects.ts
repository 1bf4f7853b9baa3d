import { describeNamed, describeType } from "../describe-type.js";
import { optionalityIn } from "../optionality.js";
import type { PropertyNode, TypeNode } from "../type-node.js";
import { compareNodes } from "./compare-types.js";
import { report, type Comparison, type Place } from "./comparison.js";

type ObjectNode = Extract<TypeNode, { readonly kind: "object" }>;
type UnknownKeys = ObjectNode["unknownKeys"];

/** Compares property by property, by name; the order of properties has no meaning on the wire. */
export function compareObjects(
  comparison: Comparison,
  before: ObjectNode,
  after: ObjectNode,
  path: Place,
): void {
  const old = new Map(before.properties.map((property) => [property.name, property]));
  const now = new Map(after.properties.map((property) => [property.name, property]));
  for (const property of before.properties) {
    const same = now.get(property.name);
    if (same) compareNodes(comparison, property.node, same.node, [...path, property.name]);
    else propertyRemoved(comparison, property, after.unknownKeys, path);
  }
  for (const property of after.properties)
    if (!old.has(property.name)) propertyAdded(comparison, property, before.unknownKeys, path);
  compareUnknownKeys(comparison, before.unknownKeys, after.unknownKeys, path);
}

function propertyRemoved(
  comparison: Comparison,
  { name, node }: PropertyNode,
  unknownKeys: UnknownKeys,
  path: Place,
): void {
  // What is sent under the name is refused now, or may be.
  const narrows = unknownKeys === "strict" || typeof unknownKeys === "object";
  report(comparison, "property-removed", [...path, name], { before: describeNamed(name, node) }, { narrows });
}

function propertyAdded(
  comparison: Comparison,
  { name, node }: PropertyNode,
  unknownKeys: UnknownKeys,
  path: Place,
): void {
  const isOptional = optionalityIn(node, comparison.after) !== undefined;
  const kind = isOptional ? "property-added" : "required-property-added";
  // Something else may have been sent under the name before, where unknown keys were kept.
  const wasKept = unknownKeys === "loose" || typeof unknownKeys === "object";
  const narrows = !isOptional || wasKept;
  const widens = unknownKeys === "strict";
  report(comparison, kind, [...path, name], { after: describeNamed(name, node) }, { narrows, widens });
}

function compareUnknownKeys(
  comparison: Comparison,
  before: UnknownKeys,
  after: UnknownKeys,
  path: Place,
): void {
  if (typeof before === "object" && typeof after === "object")
    return compareNodes(comparison, before.catchall, after.catchall, path);
  if (before === after) return;
  const narrows = after === "strict" || (typeof after === "object" && before !== "strict");
  const widens = before === "strict" || (typeof before === "object" && after !== "strict");
  const words = { before: policy(before), after: policy(after) };
  report(comparison, "unknown-keys-changed", path, words, { narrows, widens });
}

function policy(unknownKeys: UnknownKeys): string {
  switch (unknownKeys) {
    case "strip":
      return "unknown keys are dropped";
    case "strict":
      return "unknown keys are refused";
    case "loose":
      return "unknown keys are kept";
    default:
      return `unknown keys are ${describeType(unknownKeys.catchall)}`;
  }
}
