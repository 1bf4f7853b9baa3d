import type { Severity } from "../../contract/finding.js";
import type { SourceLocation } from "../load/loaded-schema.js";

/** A finding as people and tools see it: with its place. Also for what is not about the schema (a handler file, a config). */
export interface Diagnostic {
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  readonly fix: string;
  readonly location?: SourceLocation;
}

/** The work cannot go on: a file that cannot be read, a schema that throws. The CLI exits with 2. */
export class GeneratorError extends Error {
  readonly diagnostics: readonly Diagnostic[];
  constructor(message: string, diagnostics: readonly Diagnostic[] = [], options?: ErrorOptions) {
    super(message, options);
    this.name = "GeneratorError";
    this.diagnostics = diagnostics;
  }
}
