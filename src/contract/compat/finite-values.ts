import type { TypeNode } from "../type-node.js";

export type FiniteValue = string | number | boolean | null;

/** Every value that the node can have, where it can name them all. */
export function finiteValues(node: TypeNode): readonly FiniteValue[] | undefined {
  switch (node.kind) {
    case "literal":
    case "enum":
      return node.values;
    case "boolean":
      return node.coerce ? undefined : [true, false];
    case "null":
      return [null];
    case "never":
      return [];
    default:
      return undefined;
  }
}

/** Whether the node surely takes the value: false also where only running its checks would tell. */
export function surelyTakes(node: TypeNode, value: FiniteValue): boolean {
  const values = finiteValues(node);
  if (values !== undefined) return values.includes(value);
  switch (node.kind) {
    case "unknown":
      return true;
    case "string":
      return (typeof value === "string" || node.coerce === true) && (node.checks ?? []).length === 0;
    case "number":
      return typeof value === "number" && (node.checks ?? []).length === 0;
    case "boolean":
      return true;
    default:
      return false;
  }
}
