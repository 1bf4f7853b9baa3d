import type { Contract, EntityModel, OperationModel } from "../../contract/contract.js";
import type { PlacedNode } from "./find-nodes.js";
import type { NamedPlace } from "./odd-names.js";
import type { PartFacts } from "./part-facts.js";

/** What the rules look at that look at the contract as a whole, gathered once. */
export interface LintContext {
  readonly entities: readonly EntityModel[];
  /** Those that the schema declares: the operations of legacy clients are not the user's to change. */
  readonly operations: readonly OperationModel[];
  /** Names that no operation may have. */
  readonly reserved: ReadonlySet<string>;
  /** The objects, enums and literals within fields and arguments. */
  readonly nodes: readonly PlacedNode[];
  /** The names that are not just letters, digits, `_`, `$` and `-`, and the long ones. */
  readonly oddNames: readonly NamedPlace[];
}

/** @param parts the facts of all entities, and then of all operations */
export function createLintContext(
  { entities, reserved }: Contract,
  operations: readonly OperationModel[],
  parts: readonly PartFacts[],
): LintContext {
  const nodes: PlacedNode[] = [];
  const oddNames: NamedPlace[] = [];
  const oddProperties: NamedPlace[] = [];
  for (const part of parts) {
    nodes.push(...part.nodes);
    oddNames.push(...part.oddNames);
    oddProperties.push(...part.oddProperties);
  }
  oddNames.push(...oddProperties);
  return { entities, operations, reserved: new Set(reserved), nodes, oddNames };
}
