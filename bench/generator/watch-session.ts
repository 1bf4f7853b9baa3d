/** What `--watch` runs for each change, to be measured in one process. */
export { applyPlan, planProject } from "../../src/generator/pipeline.js";
export { createPlanSession } from "../../src/generator/plan/plan-session.js";
