import type { OutputState } from "../output/output-state.js";

/** What a repeated plan of one project can use again. A watching run keeps one for each project. */
export interface PlanSession {
  /** What the last applied plan left behind; undefined before the first. */
  state: OutputState | undefined;
}

export function createPlanSession(): PlanSession {
  return { state: undefined };
}
