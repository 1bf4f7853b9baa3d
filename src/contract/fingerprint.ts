import { createHash } from "node:crypto";
import type { Contract } from "./contract.js";

/** SHA-256 over all that has meaning on the wire, in canonical JSON: documentation and the order of declaration are left out. */
export function fingerprintOf(contract: Omit<Contract, "fingerprint">): string {
  const meaning = {
    version: contract.version,
    entities: [...contract.entities].sort((a, b) => compare(a.type, b.type)),
    operations: [...contract.operations].sort((a, b) => compare(a.name, b.name)),
    definitions: contract.definitions,
  };
  return createHash("sha256").update(JSON.stringify(meaning, withoutProse)).digest("hex");
}

/** Keys in one order; an entity's or an argument's prose and the place of zod's code in the schema say nothing to the wire. */
function withoutProse(this: unknown, key: string, value: unknown): unknown {
  if (isProse(this, key)) return undefined;
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  const isCode = "kind" in value && value.kind === "zod";
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !(isCode && name === "path"))
      .sort(([a], [b]) => compare(a, b)),
  );
}

/** `doc` and `deprecated` are prose on models and properties, but may be keys of a literal value, too. */
function isProse(holder: unknown, key: string): boolean {
  return (
    (key === "doc" || key === "deprecated") &&
    typeof holder === "object" &&
    holder !== null &&
    ("node" in holder || "effect" in holder)
  );
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
