import { GeneratorError, type Diagnostic } from "../lint/diagnostic.js";
import type { SourceLocation } from "../load/loaded-schema.js";

/** A `config-invalid` error at a place, or at the beginning of the file where no better place is known. */
export function configError(problem: {
  readonly file: string;
  readonly message: string;
  readonly fix: string;
  readonly location?: SourceLocation | undefined;
}): GeneratorError {
  return configErrors([configDiagnostic(problem)]);
}

export function configDiagnostic(problem: {
  readonly file: string;
  readonly message: string;
  readonly fix: string;
  readonly location?: SourceLocation | undefined;
}): Diagnostic {
  const { file, message, fix } = problem;
  const start = { file, line: 1, column: 1, endLine: 1, endColumn: 1 };
  return { rule: "config-invalid", severity: "error", message, fix, location: problem.location ?? start };
}

export function configErrors(diagnostics: readonly Diagnostic[]): GeneratorError {
  return new GeneratorError(diagnostics.map((diagnostic) => diagnostic.message).join(" "), diagnostics);
}
