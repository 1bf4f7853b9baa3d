import { JsonMemory } from "../format/json-memory.js";
import type { HistoryBase } from "../history/plan-history.js";
import { IntrospectionMemory } from "../introspect/introspection-memory.js";
import { LintMemory } from "../lint/lint-contract.js";
import type { OutputState } from "../output/output-state.js";
import type { ContractNames } from "./contract-names.js";

/**
 * What a repeated plan of one project can use again. A watching run keeps one for each project. All of it only saves
 * work: a plan with a session says what one without says, but that outside a repository it does not take the states
 * which it went through itself for former contracts.
 */
export interface PlanSession {
  /** Parts of the last schema that a new one has as well are taken from here, with all that was made of them. */
  readonly introspection: IntrospectionMemory;
  readonly lint: LintMemory;
  /** How the parts of contract.json were printed. */
  readonly contractMemory: JsonMemory;
  names?: ContractNames;
  /** The contracts of before the session, as git has them or the disk had. */
  historyBase?: HistoryBase;
  /** What the last applied plan left behind. */
  state?: OutputState;
}

export function createPlanSession(): PlanSession {
  return {
    introspection: new IntrospectionMemory(),
    lint: new LintMemory(),
    contractMemory: new JsonMemory(),
  };
}
