import { readFileSync } from "node:fs";
import { relative, sep } from "node:path";
import { createPaint, type Colour } from "../cli/terminal.js";
import type { Severity } from "../../contract/finding.js";
import { renderCodeFrame } from "./code-frame.js";
import type { Diagnostic } from "./diagnostic.js";

export interface RenderOptions {
  readonly color: boolean;
  /** Paths are shown relative to this folder, where they are inside it. */
  readonly cwd: string;
  /** Gives a file's text; undefined (no code frame) where it cannot be read. Default: from disk. */
  readonly readFile?: (path: string) => string | undefined;
}

const colours: { readonly [Level in Severity]: Colour } = { error: "red", warning: "yellow", note: "cyan" };

/**
 * A diagnostic as people read it: severity, rule and place, what is wrong, the code, and the fix. Several lines
 * without a newline at the end.
 */
export function renderDiagnostic(diagnostic: Diagnostic, options: RenderOptions): string {
  const { rule, severity, location, message, fix } = diagnostic;
  const paint = createPaint(options.color);
  const colour = colours[severity];
  const place = location
    ? ` ${paint("bold", `${displayPath(location.file, options.cwd)}:${location.line}:${location.column}`)}`
    : "";
  const text = location && (options.readFile ?? readFromDisk)(location.file);
  const frame =
    location && text !== undefined
      ? renderCodeFrame(text, location, { color: options.color, mark: colour })
      : "";
  return [
    `${paint(colour, `${severity}[${rule}]`)}${place}`,
    indent(message),
    ...(frame ? [frame] : []),
    indent(`${paint("green", "fix:")} ${fix}`),
  ].join("\n");
}

/** `2 errors, 1 warning`; empty where there is nothing to count. */
export function countDiagnostics(diagnostics: readonly Diagnostic[]): string {
  return (["error", "warning", "note"] as const)
    .map((severity) => ({
      severity,
      count: diagnostics.filter((found) => found.severity === severity).length,
    }))
    .filter(({ count }) => count > 0)
    .map(({ severity, count }) => `${count} ${severity}${count === 1 ? "" : "s"}`)
    .join(", ");
}

function readFromDisk(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

function displayPath(path: string, cwd: string): string {
  const inside = relative(cwd, path);
  return (inside === "" || inside.startsWith("..") ? path : inside).split(sep).join("/");
}

function indent(text: string): string {
  return text.replace(/^/gm, "  ");
}
