import type { Severity } from "./finding.js";

/** What a diagnostic is about and how it is put right. The id is stable: tools and comments name it. */
export interface Rule {
  /** kebab-case. */
  readonly id: string;
  readonly severity: Severity;
  /** What was found, without the names involved. */
  readonly title: string;
  /** What to do, where the finding itself does not say it better. */
  readonly fix: string;
  /** Why it matters, in one or two sentences, for the documentation. */
  readonly why: string;
}
