import { relative } from "node:path";
import type { CompatDiagnostic } from "./check-compat.js";

/** GitHub's annotations, one a line, for what is to be seen in a pull request. */
export function renderGithub(diagnostics: readonly CompatDiagnostic[], cwd: string): string {
  return diagnostics
    .filter(({ ignored }) => ignored === undefined)
    .map((diagnostic) => {
      const { rule, severity, message, location, counts, fix } = diagnostic;
      const command = counts ? "error" : severity === "info" ? "notice" : "warning";
      const place = location
        ? `file=${property(relative(cwd, location.file))},line=${location.line},col=${location.column},endLine=${location.endLine},endColumn=${location.endColumn},`
        : "";
      return `::${command} ${place}title=${property(rule)}::${data(`${message} ${fix}`)}\n`;
    })
    .join("");
}

function data(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function property(text: string): string {
  return data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
