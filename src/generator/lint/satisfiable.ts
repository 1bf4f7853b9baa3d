import { optionalityIn, type Definitions } from "../../contract/optionality.js";
import type { ArrayCheck, NumberCheck, StringCheck, TypeNode } from "../../contract/type-node.js";

/**
 * Whether some finite value is of the type, as far as its structure tells; true where only code knows. A type whose
 * every value would contain another of its own kind has none.
 */
export function isSatisfiable(
  node: TypeNode,
  definitions: Definitions,
  open: ReadonlySet<string> = new Set(),
): boolean {
  const inner = (next: TypeNode): boolean => isSatisfiable(next, definitions, open);
  switch (node.kind) {
    case "never":
      return false;
    case "literal":
    case "enum":
      return node.values.length > 0;
    case "string":
      // A change of the text may lengthen or shorten it.
      return node.checks?.some(({ check }) => check === "overwrite") || lengthsMeet(node.checks);
    case "number":
      return boundsMeet(node.checks);
    case "array":
      return lengthsMeet(node.checks) && (atLeast(node.checks) === 0 || inner(node.element));
    case "tuple":
      return node.items.every((item) => optionalityIn(item, definitions) !== undefined || inner(item));
    case "object":
      return node.properties.every(
        (property) => optionalityIn(property.node, definitions) !== undefined || inner(property.node),
      );
    case "union":
    case "discriminated_union":
      return node.options.some(inner);
    case "intersection":
      return inner(node.left) && inner(node.right);
    case "ref": {
      const target = definitions[node.name];
      if (open.has(node.name)) return false;
      return target === undefined || isSatisfiable(target, definitions, new Set(open).add(node.name));
    }
    case "zod":
      return node.input === undefined ? inner(node.base) : inner(node.input);
    case "readonly":
    case "non_optional":
      return inner(node.inner);
    default:
      return true;
  }
}

function atLeast(checks: readonly (StringCheck | ArrayCheck)[] = []): number {
  const least = checks.map((check) =>
    check.check === "min_length" || check.check === "length_equals" ? check.value : 0,
  );
  return Math.max(0, ...least);
}

function lengthsMeet(checks: readonly (StringCheck | ArrayCheck)[] = []): boolean {
  const most = checks.map((check) =>
    check.check === "max_length" || check.check === "length_equals" ? check.value : Infinity,
  );
  return atLeast(checks) <= Math.min(Infinity, ...most);
}

function boundsMeet(checks: readonly NumberCheck[] = []): boolean {
  let [low, high, isOpen] = [-Infinity, Infinity, false];
  for (const check of checks) {
    if (check.check === "greater_than" && check.value >= low) {
      isOpen = check.value === low ? isOpen || !check.inclusive : !check.inclusive;
      low = check.value;
    }
  }
  let isOpenAbove = false;
  for (const check of checks) {
    if (check.check === "less_than" && check.value <= high) {
      isOpenAbove = check.value === high ? isOpenAbove || !check.inclusive : !check.inclusive;
      high = check.value;
    }
  }
  return low < high || (low === high && !isOpen && !isOpenAbove);
}
