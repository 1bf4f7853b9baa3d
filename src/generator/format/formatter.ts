import type { Diagnostic } from "../lint/diagnostic.js";
import type { PlannedFile } from "../plan/planned-file.js";

/** Formats files as the user's prettier configuration asks: `prettier --check` passes on what comes out. */
export interface Formatter {
  /** Changes whenever the same text might be formatted differently. */
  readonly key: string;
  /** The configuration files that were found, absolute, sorted. */
  readonly inputs: readonly string[];
  /** Notes: why the slow engine had to be used, what could not be followed. */
  readonly diagnostics: readonly Diagnostic[];
  /**
   * Formats files whose paths are relative to the output folder (`../handlers/todo.ts` for a handler file).
   * The result has the same order. Lines end in LF.
   * @throws GeneratorError where a text is not TypeScript or JSON.
   */
  readonly format: (files: readonly PlannedFile[]) => Promise<readonly PlannedFile[]>;
}
