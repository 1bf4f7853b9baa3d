import type { Contract } from "../../contract/contract.js";
import type { Project } from "../config/project.js";
import type { Diagnostic } from "../lint/diagnostic.js";

/**
 * All that one run found and would do. `generate`, `check`, `--dry-run`, `--diff` and `--json` are views of it;
 * nothing is on disk until `applyPlan`.
 */
export interface Plan {
  readonly project: Project;
  readonly contract: Contract;
  readonly diagnostics: readonly Diagnostic[];
  /** Every file of the output, unchanged ones too, sorted by path. */
  readonly changes: readonly FileChange[];
  /** Handlers in user files whose operation is gone; they fail `check` and go only by `prune`. */
  readonly orphans: readonly OrphanedHandler[];
}

export interface FileChange {
  /** Absolute. */
  readonly path: string;
  /** `append`: a stub is added to a handler file. `delete`: the manifest has it, the schema no longer does. */
  readonly action: "unchanged" | "create" | "update" | "append" | "delete";
  /** The text on disk; undefined where there is none, or where it was known to be unchanged without reading it. */
  readonly before?: string;
  /** The text that belongs there; undefined for `delete`, and for `unchanged` where nothing had to be rendered. */
  readonly after?: string;
}

export interface OrphanedHandler {
  readonly operation: string;
  /** Absolute. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
}
