import type { Finding } from "../../contract/finding.js";
import { ruleOf } from "../../contract/rules.js";
import type { SchemaSources, SourceLocation } from "../load/loaded-schema.js";
import type { Diagnostic } from "./diagnostic.js";
import { withoutConsequences } from "./without-consequences.js";

/** Findings with their places, severities and fixes: in the order of files, lines and columns, each told once. */
export function toDiagnostics(findings: readonly Finding[], sources: SchemaSources): Diagnostic[] {
  const told = new Set<string>();
  const diagnostics: Diagnostic[] = [];
  for (const finding of withoutConsequences(findings)) {
    const key = JSON.stringify([finding.rule, finding.path, finding.message]);
    if (told.has(key)) continue;
    told.add(key);
    const { severity, fix } = ruleOf(finding.rule);
    const location = sources.locate(finding.path);
    diagnostics.push({
      rule: finding.rule,
      severity,
      message: finding.message,
      fix: finding.fix ?? fix,
      ...(location && { location }),
    });
  }
  return inOrder(diagnostics);
}

/** In the order of files, lines and columns. */
export function inOrder(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  return diagnostics.toSorted((a, b) => byPlace(a.location, b.location));
}

function byPlace(a: SourceLocation | undefined, b: SourceLocation | undefined): number {
  if (!a || !b) return Number(a !== undefined) - Number(b !== undefined);
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return a.line - b.line || a.column - b.column;
}
