import type { EntityModel, OperationModel } from "../../contract/contract.js";
import type { Finding } from "../../contract/finding.js";
import type { Definitions } from "../../contract/optionality.js";
import type { RuleId } from "../../contract/rules.js";
import type { LintContext } from "./lint-context.js";

/** A finding of a rule in this list. */
export interface LintFinding extends Finding {
  readonly rule: RuleId;
}

/** Looks at a finished contract for one kind of mistake. */
export type LintRule = (context: LintContext) => Iterable<LintFinding>;

/** One that looks at little at a time, in this order: its findings are remembered with what it looked at. */
export interface NarrowRule {
  readonly amongNames?: (names: SchemaNames) => Iterable<LintFinding>;
  /** Adds what it finds in an entity to a list. */
  readonly inEntity?: (entity: EntityModel, found: LintFinding[], definitions: Definitions) => void;
  readonly inOperation?: (operation: OperationModel, found: LintFinding[], definitions: Definitions) => void;
}

/** In the order of the schema. */
export interface SchemaNames {
  /** Of the entities. */
  readonly types: readonly string[];
  /** Of the declared operations. */
  readonly operations: readonly string[];
}
