import type { Contract } from "../../contract/contract.js";
import type { Finding } from "../../contract/finding.js";
import type { RuleId } from "../../contract/rules.js";

/** A finding of a rule in this list. */
export interface LintFinding extends Finding {
  readonly rule: RuleId;
}

/** Looks at a finished contract for one kind of mistake. */
export type LintRule = (contract: Contract) => Iterable<LintFinding>;
