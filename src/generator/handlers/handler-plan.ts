import type { Diagnostic } from "../lint/diagnostic.js";
import type { FileChange, OrphanedHandler } from "../plan/plan.js";

export interface HandlerPlan {
  /** Handler files to create or to append to. Files that need nothing are not listed. */
  readonly changes: readonly FileChange[];
  /** Handlers whose operation is gone. */
  readonly orphans: readonly OrphanedHandler[];
  /** The scan's, `handler-duplicate` and `handler-not-exported`. */
  readonly diagnostics: readonly Diagnostic[];
  /** What the wiring imports, in the contract's order of operations, `shared` before `server`. */
  readonly bindings: readonly HandlerBinding[];
  /** For the manifest: what this run knows to be handlers, orphans included. */
  readonly known: { readonly [operation: string]: string };
}

/** Where an operation's handler is once the plan is applied. */
export interface HandlerBinding {
  readonly operation: string;
  /** `shared`: the mutator of a custom operation. `server`: runs on the server instead of the mutator. */
  readonly side: "shared" | "server";
  /** Absolute, with the extension. */
  readonly file: string;
  readonly exportName: string;
}
