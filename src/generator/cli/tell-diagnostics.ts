import { readFileSync } from "node:fs";
import type { Severity } from "../../contract/finding.js";
import type { Diagnostic } from "../lint/diagnostic.js";
import { renderDiagnostic } from "../lint/render-diagnostic.js";
import type { CommandContext } from "./command.js";

/** Tells findings of the given severities with their code frames: errors always, the others unless it is to be quiet. */
export function tellDiagnostics(
  diagnostics: readonly Diagnostic[],
  severities: readonly Severity[],
  context: Pick<CommandContext, "tell" | "warn" | "isColoured" | "process">,
): void {
  const { isColoured, process } = context;
  for (const diagnostic of diagnostics) {
    if (!severities.includes(diagnostic.severity)) continue;
    const text = renderDiagnostic(diagnostic, { color: isColoured, readFile, cwd: process.cwd });
    const write = diagnostic.severity === "error" ? context.warn : context.tell;
    write(`${text.replace(/\n+$/, "")}\n\n`);
  }
}

export function countErrors(diagnostics: readonly Diagnostic[]): number {
  return diagnostics.filter(({ severity }) => severity === "error").length;
}

function readFile(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
