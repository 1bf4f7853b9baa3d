import type { Diagnostic } from "../lint/diagnostic.js";
import type { PlannedFile, PlannedJson } from "../plan/planned-file.js";

/** Formats files as the user's prettier configuration asks: `prettier --check` passes on what comes out. */
export interface Formatter {
  /** Changes whenever the same text might be formatted differently: configuration, engine, or their versions. */
  readonly key: string;
  /** The configuration files that were found, absolute, sorted. */
  readonly inputs: readonly string[];
  /** Notes, known once something was formatted: why the slow engine had to be used, what could not be followed. */
  readonly diagnostics: readonly Diagnostic[];
  /**
   * Formats files whose paths are relative to the output folder (`../handlers/todo.ts` for a handler file).
   * The result has the same order. Lines end in LF.
   * @throws GeneratorError where a text does not parse, or where the user's configuration cannot be used.
   */
  readonly format: (files: readonly (PlannedFile | PlannedJson)[]) => Promise<readonly PlannedFile[]>;
}
