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
  /** The operations that set something to what may have been the present moment. */
  readonly mayBeTimed: readonly OperationModel[];
  /** The enums and literals within fields and arguments that have values which differ only in case. */
  readonly ambiguousLists: readonly PlacedNode[];
  /** The names that are not just letters, digits, `_`, `$` and `-`, and the long ones. */
  readonly oddNames: readonly NamedPlace[];
}

/**
 * @param ofEntities the facts of each entity
 * @param ofOperations the facts of each of the operations
 */
export function createLintContext(
  { entities, reserved }: Contract,
  operations: readonly OperationModel[],
  ofEntities: readonly PartFacts[],
  ofOperations: readonly PartFacts[],
): LintContext {
  const ambiguousLists: PlacedNode[] = [];
  const oddNames: NamedPlace[] = [];
  const oddProperties: NamedPlace[] = [];
  for (const facts of [...ofEntities, ...ofOperations]) {
    ambiguousLists.push(...facts.ambiguousLists);
    oddNames.push(...facts.oddNames);
    oddProperties.push(...facts.oddProperties);
  }
  return {
    entities,
    operations,
    reserved: new Set(reserved),
    mayBeTimed: operations.filter((_, index) => ofOperations[index]!.maySetTime),
    ambiguousLists,
    oddNames: [...oddNames, ...oddProperties],
  };
}
