import type { ValidationResult } from "../validation/index.js";
import type { RuntimeOperation } from "./runtime-contract.js";

/** Arguments as JSON carries them: trailing absent ones left out, absent ones before a given one as null. */
export function encodeArguments(args: readonly unknown[]): readonly unknown[] {
  return withoutTrailing(args).map((value) => (value === undefined ? null : value));
}

function withoutTrailing(args: readonly unknown[]): readonly unknown[] {
  return args.slice(0, args.findLastIndex((value) => value !== undefined) + 1);
}

/** Arguments off the wire, with null at the places where it means absent turned back, and checked by the contract (P8). */
export function decodeArguments(
  operation: RuntimeOperation,
  args: readonly unknown[],
): ValidationResult<readonly unknown[]> {
  const places = operation.nullIsAbsent;
  if (places === undefined || !places.some((place) => args[place] === null))
    return operation.args.parse(args);
  const decoded = args.map((value, index) => (value === null && places.includes(index) ? undefined : value));
  return operation.args.parse(withoutTrailing(decoded));
}
