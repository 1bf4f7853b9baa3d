import { readFileSync } from "node:fs";
import type { Severity } from "../../contract/finding.js";
import type { Diagnostic } from "../lint/diagnostic.js";
import { renderDiagnostic } from "../lint/render-diagnostic.js";
import type { CommandContext } from "./command.js";

/**
 * Tells findings of the given severities with their code frames: errors always, the others unless it is to be quiet.
 * @param texts of files that were rewritten since the findings were made, whose places are about these
 */
export function tellDiagnostics(
  diagnostics: readonly Diagnostic[],
  severities: readonly Severity[],
  context: Pick<CommandContext, "tell" | "warn" | "isColoured" | "process">,
  texts?: ReadonlyMap<string, string>,
): void {
  const { isColoured, process } = context;
  const textOf = (path: string): string | undefined => texts?.get(path) ?? readFile(path);
  for (const diagnostic of diagnostics) {
    if (!severities.includes(diagnostic.severity)) continue;
    const text = renderDiagnostic(diagnostic, { color: isColoured, readFile: textOf, cwd: process.cwd });
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
