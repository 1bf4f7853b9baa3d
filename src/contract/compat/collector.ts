import type { SchemaPath } from "../finding.js";
import type { CompatFinding } from "./compat-finding.js";
import { compatRuleOf, type CompatRuleId } from "./compat-rules.js";

/** Where findings about one operation or entity go. */
export interface Collector {
  readonly findings: CompatFinding[];
  /** Old operations are upgraded before they run, so arguments may change without harm to clients. */
  readonly isUpgraded: boolean;
}

export interface Site {
  readonly subject: string;
  readonly path: SchemaPath;
}

export function find(
  { findings, isUpgraded }: Collector,
  rule: CompatRuleId,
  { subject, path }: Site,
  message: string,
  words: Pick<CompatFinding, "before" | "after"> = {},
): void {
  const { severity, breaks } = compatRuleOf(rule);
  const isCovered = isUpgraded && breaks.includes("clients");
  const others = breaks.filter((who) => who !== "clients");
  findings.push({
    rule,
    severity: isCovered ? (others.length > 0 ? "warning" : "info") : severity,
    breaks: isCovered ? others : breaks,
    subject,
    path,
    message: isCovered ? `${message} Old operations are upgraded before they run.` : message,
    ...words,
  });
}
