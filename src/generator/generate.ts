import { applyPlan } from "./pipeline.js";
import { plan, type ApiOptions } from "./plan-api.js";
import type { Plan } from "./plan/plan.js";

export interface GenerateResult {
  readonly plans: readonly Plan[];
  /** False after an error in a schema: then nothing was written in any project. */
  readonly written: boolean;
}

/**
 * Plans every project and writes what the plans say: all of them, or none after an error in a schema.
 * @throws GeneratorError where something cannot be read or written
 */
export async function generate(options: ApiOptions = {}): Promise<GenerateResult> {
  const plans = await plan(options);
  const hasErrors = plans.some(({ diagnostics }) => diagnostics.some(({ severity }) => severity === "error"));
  if (!hasErrors) for (const each of plans) applyPlan(each);
  return { plans, written: !hasErrors };
}
