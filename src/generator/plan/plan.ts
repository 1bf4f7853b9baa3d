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
  /** Every file of the output and every handler file that changes, unchanged ones too, sorted by path. Empty after errors. */
  readonly changes: readonly FileChange[];
  /** The manifest. It names the inputs' hashes too, so it may change where no output does: that is no drift. */
  readonly manifest?: FileChange;
  /** Handlers in user files whose operation is gone; they fail `check` and go only by `prune`. */
  readonly orphans: readonly OrphanedHandler[];
  /** What the run read, so that a later one can tell whether it would read the same. */
  readonly sources: PlanSources;
  /** To be called when the changes are on disk, or were not needed: keeps what makes the next run fast. */
  readonly remember: () => void;
}

export interface PlanSources {
  /** Absolute paths with the SHA-256 of the content that was used, where that is known. */
  readonly inputs: readonly { readonly path: string; readonly hash?: string }[];
  /** The same of what belongs on disk afterwards. */
  readonly outputs: readonly { readonly path: string; readonly hash?: string }[];
  /** Folders whose listing counts. */
  readonly folders: readonly string[];
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
