import { relative } from "node:path";
import type { CompatSeverity } from "../../contract/compat/compat-rule.js";
import { compatRuleGroups, compatRules } from "../../contract/compat/compat-rules.js";
import { createPaint, type Colour } from "../cli/terminal.js";
import { renderCodeFrame } from "../lint/code-frame.js";
import type { CompatDiagnostic } from "./check-compat.js";

const colours: { readonly [Severity in CompatSeverity]: Colour } = {
  critical: "red",
  error: "red",
  warning: "yellow",
  info: "cyan",
};

export interface CompatRendering {
  readonly color: boolean;
  readonly cwd: string;
  readonly readFile: (path: string) => string | undefined;
}

/** A finding as people read it: severity, rule, place, who breaks, the code, the old shape beside the new, the way out. */
export function renderCompatDiagnostic(diagnostic: CompatDiagnostic, options: CompatRendering): string {
  const { rule, severity, location, message, breaks, before, after, fix, ignored } = diagnostic;
  const paint = createPaint(options.color);
  const colour = colours[severity];
  const place = location ? ` ${paint("bold", placeOf(diagnostic, options.cwd))}` : "";
  const text = location && options.readFile(location.file);
  const frame =
    location && text !== undefined
      ? renderCodeFrame(text, location, { color: options.color, mark: colour })
      : "";
  const who = breaks.length === 0 ? "breaks nobody" : `breaks ${breaks.join(", ")}`;
  return [
    `${paint(colour, `${severity}[${rule}]`)}${place} ${paint("dim", who)}`,
    `  ${message}`,
    ...(frame ? [frame] : []),
    ...(before !== undefined ? [`  ${paint("red", "was:")} ${before}`] : []),
    ...(after !== undefined ? [`  ${paint("green", "is:")}  ${after}`] : []),
    ignored === undefined ? `  ${paint("green", "fix:")} ${fix}` : `  ${paint("dim", `ignored: ${ignored}`)}`,
  ].join("\n");
}

/** The rule table: one line a rule, with severity, id, who breaks and title. Ends with a newline. */
export function renderCompatRules(options: { readonly color: boolean }): string {
  const paint = createPaint(options.color);
  const idWidth = Math.max(...compatRules.map(({ id }) => id.length));
  const whoWidth = Math.max(...compatRules.map(({ breaks }) => breaks.join(", ").length));
  const sections = compatRuleGroups.map(({ title, rules }) => {
    const lines = rules.map(
      ({ id, severity, breaks, title: found }) =>
        `  ${paint(colours[severity], severity.padEnd(8))}  ${id.padEnd(idWidth)}  ${breaks.join(", ").padEnd(whoWidth)}  ${found}`,
    );
    return `${paint("bold", title)}\n${lines.join("\n")}\n`;
  });
  return sections.join("\n");
}

/** `schema.ts:12:5`; empty where it has no place. */
export function placeOf({ location }: CompatDiagnostic, cwd: string): string {
  if (location === undefined) return "";
  return `${relative(cwd, location.file).replaceAll("\\", "/")}:${location.line}:${location.column}`;
}
