import type { Contract } from "../../contract/contract.js";
import type { OutputState } from "../output/output-state.js";
import type { ContractNames } from "./contract-names.js";

/**
 * What a repeated plan of one project can use again. A watching run keeps one for each project. All of it only saves
 * work: a plan with a session says what one without says.
 */
export interface PlanSession {
  /** Of the last plan. Parts that a new one has as well are taken from here, with all that was made of them. */
  contract?: Contract;
  names?: ContractNames;
  /** What the last applied plan left behind. */
  state?: OutputState;
}

export function createPlanSession(): PlanSession {
  return {};
}
