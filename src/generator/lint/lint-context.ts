import type { Contract, EntityModel, OperationModel } from "../../contract/contract.js";
import type { PlacedNode } from "./find-nodes.js";
import type { NamedPlace } from "./odd-names.js";
import { unremarkable, type PartFacts } from "./part-facts.js";
import type { TimeLiteral } from "./rules/load-time-value.js";

/** What the rules look at that look at the contract as a whole, gathered once. */
export interface LintContext {
  readonly entities: readonly EntityModel[];
  /** Those that the schema declares: the operations of legacy clients are not the user's to change. */
  readonly operations: readonly OperationModel[];
  /** Names that no operation may have. */
  readonly reserved: ReadonlySet<string>;
  /** What operations set to literals that may be times. */
  readonly times: readonly TimeLiteral[];
  /** The enums and literals within fields and arguments that have values which differ only in case. */
  readonly ambiguousLists: readonly PlacedNode[];
  /** The names that are not just letters, digits, `_`, `$` and `-`, and the long ones. */
  readonly oddNames: readonly NamedPlace[];
}

/** @param parts the facts of all entities, and then of all operations */
export function createLintContext(
  { entities, reserved }: Contract,
  operations: readonly OperationModel[],
  parts: readonly PartFacts[],
): LintContext {
  const ambiguousLists: PlacedNode[] = [];
  const oddNames: NamedPlace[] = [];
  const oddProperties: NamedPlace[] = [];
  const times: TimeLiteral[] = [];
  for (const facts of parts) {
    if (facts === unremarkable) continue;
    times.push(...facts.times);
    ambiguousLists.push(...facts.ambiguousLists);
    oddNames.push(...facts.oddNames);
    oddProperties.push(...facts.oddProperties);
  }
  return {
    entities,
    operations,
    reserved: new Set(reserved),
    times,
    ambiguousLists,
    oddNames: [...oddNames, ...oddProperties],
  };
}
