import type { TypeNode } from "../type-node.js";
import { everything, lowered, raised, type Interval } from "./interval.js";

type CheckedNode = Extract<TypeNode, { readonly kind: "string" | "number" | "array" }>;
type Check = NonNullable<CheckedNode["checks"]>[number];

/** The checks of a node, ready to be compared: one interval of sizes (or of the number itself), and the others by their meaning. */
export interface Constraints {
  readonly interval: Interval;
  readonly others: ReadonlySet<string>;
}

export function constraintsOf(node: CheckedNode): Constraints {
  let interval = everything;
  const others = new Set<string>();
  const checks: readonly Check[] = node.checks ?? [];
  for (const [index, check] of checks.entries()) {
    if (check.check === "overwrite") {
      // From here on the checks are about another text: they are compared as one.
      others.add(JSON.stringify(checks.slice(index)));
      break;
    }
    switch (check.check) {
      case "min_length":
        interval = raised(interval, check.value, false);
        break;
      case "max_length":
        interval = lowered(interval, check.value, false);
        break;
      case "length_equals":
        interval = lowered(raised(interval, check.value, false), check.value, false);
        break;
      case "greater_than":
        interval = raised(interval, check.value, !check.inclusive);
        break;
      case "less_than":
        interval = lowered(interval, check.value, !check.inclusive);
        break;
      default: {
        const { abort, ...meaning } = check;
        others.add(JSON.stringify(meaning));
      }
    }
  }
  return { interval, others };
}
