export { planHandlers, type HandlerRequest } from "./plan-handlers.js";
export type { HandlerBinding, HandlerPlan } from "./handler-plan.js";
export type { HandlerRenderer, HandlerStub, StubImport } from "./handler-renderer.js";
export type { HandlerExport, HandlerFile, HandlerScan } from "./handler-scan.js";
export { pruneHandlers, type HandlerPruning } from "./prune-handlers.js";
export { scanHandlers } from "./scan-handlers.js";
