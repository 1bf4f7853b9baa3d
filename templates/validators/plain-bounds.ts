import type { ArrayCheck, NumberCheck, StringCheck } from "../../src/contract/type-node.js";
import { code, identifier, literal, type Code } from "../code/index.js";

/** A least and a greatest, as the short forms of the runtime take them: in this order, each at most once. */
export type Bounds = readonly [minimum: number | undefined, maximum: number | undefined];

/** The bounds of a string's or an array's length, if that is all there is, in the usual order. */
export function lengthBounds(checks: readonly (StringCheck | ArrayCheck)[]): Bounds | undefined {
  return inOrder(
    checks,
    (check) => check.check === "min_length" && !check.abort && check.value,
    (check) => check.check === "max_length" && !check.abort && check.value,
  );
}

/** The same of a number, maybe an integer. */
export function numberBounds(
  checks: readonly NumberCheck[],
): { readonly helper: "wrongInteger" | "wrongNumber"; readonly list: Bounds | undefined } | undefined {
  const [first] = checks;
  const isInteger = first?.check === "format" && first.format === "safeint" && !first.abort;
  const rest = isInteger ? checks.slice(1) : checks;
  const helper = isInteger ? "wrongInteger" : "wrongNumber";
  if (rest.length === 0) return isInteger ? { helper, list: undefined } : undefined;
  const list = inOrder(
    rest,
    (check) => check.check === "greater_than" && check.inclusive && !check.abort && check.value,
    (check) => check.check === "less_than" && check.inclusive && !check.abort && check.value,
  );
  return list && { helper, list };
}

export function boundsText([minimum, maximum]: Bounds): Code {
  const least = minimum === undefined ? identifier("undefined") : literal(minimum);
  return maximum === undefined ? code`${least}` : code`${least}, ${literal(maximum)}`;
}

function inOrder<Check>(
  checks: readonly Check[],
  minimumOf: (check: Check) => number | false,
  maximumOf: (check: Check) => number | false,
): Bounds | undefined {
  const [first, second, third] = checks;
  if (first === undefined || third !== undefined) return undefined;
  const minimum = minimumOf(first);
  const maximum = maximumOf(second ?? first);
  if (second === undefined) {
    if (minimum !== false) return [minimum, undefined];
    return maximum === false ? undefined : [undefined, maximum];
  }
  return minimum === false || maximum === false ? undefined : [minimum, maximum];
}
