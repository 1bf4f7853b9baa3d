import { ruleOf, type RuleId } from "../../contract/rules.js";
import type { SourceLocation } from "../load/loaded-schema.js";
import type { Diagnostic } from "./diagnostic.js";

/** A finding about a file that is not a schema, with the severity and the fix of its rule. */
export function fileDiagnostic(rule: RuleId, message: string, location?: SourceLocation): Diagnostic {
  const { severity, fix } = ruleOf(rule);
  return { rule, severity, message, fix, ...(location && { location }) };
}

/** The beginning of a file, for what concerns all of it. */
export function fileStart(file: string): SourceLocation {
  return { file, line: 1, column: 1, endLine: 1, endColumn: 1 };
}
