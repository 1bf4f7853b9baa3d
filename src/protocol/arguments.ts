import type { ValidationResult } from "../validation/index.js";
import type { RuntimeOperation } from "./runtime-contract.js";

/** Arguments as JSON carries them: trailing absent ones left out, absent ones before a given one as null. */
export function encodeArguments(args: readonly unknown[]): readonly unknown[] {
  let length = args.length;
  while (length > 0 && args[length - 1] === undefined) length--;
  return args.slice(0, length).map((value) => (value === undefined ? null : value));
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
  let length = decoded.length;
  while (length > 0 && decoded[length - 1] === undefined) length--;
  decoded.length = length;
  return operation.args.parse(decoded);
}
