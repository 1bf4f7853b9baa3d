import type { Finding } from "../../contract/finding.js";
import type { RuleId } from "../../contract/rules.js";
import type { LintContext } from "./lint-context.js";

/** A finding of a rule in this list. */
export interface LintFinding extends Finding {
  readonly rule: RuleId;
}

/** Looks at a finished contract for one kind of mistake. */
export type LintRule = (context: LintContext) => Iterable<LintFinding>;
