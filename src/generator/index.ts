/** `kalphite-gen`: the generator as functions, for build scripts and tools. Nothing here touches the process. */
export type {
  ArgumentModel,
  Assignment,
  Contract,
  Effect,
  EntityModel,
  FieldModel,
  OperationModel,
  ValueExpression,
} from "../contract/contract.js";
export type { Json, PropertyNode, TypeNode } from "../contract/type-node.js";
export { rules, type Rule } from "../contract/rules.js";
export type { Report } from "./cli/report.js";
export { defineConfig } from "./config/define-config.js";
export type { Project, UserConfig } from "./config/project.js";
export type { ProjectOptions } from "./config/resolve-projects.js";
export { generate, type GenerateResult } from "./generate.js";
export { GeneratorError, type Diagnostic } from "./lint/diagnostic.js";
export type { SourceLocation } from "./load/loaded-schema.js";
export { loadContract, type LoadedContract } from "./pipeline.js";
export type { FileChange, OrphanedHandler, Plan } from "./plan/plan.js";
export { plan, type ApiOptions } from "./plan-api.js";
