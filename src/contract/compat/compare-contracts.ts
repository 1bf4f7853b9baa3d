import type { Contract } from "../contract.js";
import { compareEntities } from "./compare-entities.js";
import { compareOperations, type CompareSettings } from "./compare-operations.js";
import type { CompatFinding } from "./compat-finding.js";

/** Everything that a new contract may break of an old one: operations first, then entities, in the old one's order. */
export function compareContracts(
  before: Contract,
  after: Contract,
  settings: CompareSettings,
): readonly CompatFinding[] {
  return [...compareOperations(before, after, settings), ...compareEntities(before, after)];
}
