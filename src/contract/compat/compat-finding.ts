import type { SchemaPath } from "../finding.js";
import type { CompatSeverity, Who } from "./compat-rule.js";
import type { CompatRuleId } from "./compat-rules.js";

/** One change of a contract that a rule speaks of. */
export interface CompatFinding {
  readonly rule: CompatRuleId;
  /** As the rule has it, unless an upgrade makes it harmless. */
  readonly severity: CompatSeverity;
  readonly breaks: readonly Who[];
  /** What changed: `addTodo`, `addTodo.title`, `todo.data.title`. Ignore lists name it. */
  readonly subject: string;
  /** Leads to the place in the new schema, or to the nearest that is left of it. */
  readonly path: SchemaPath;
  readonly message: string;
  /** How it was and how it is. */
  readonly before?: string;
  readonly after?: string;
}
