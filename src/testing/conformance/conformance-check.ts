import type { CheckSession } from "./check-session.js";
import type { Clause } from "./conformance-report.js";

/** One thing that a server must do. */
export interface ConformanceCheck {
  readonly id: string;
  readonly title: string;
  /** What it can fail on; the first is that of an answer that is nothing like what was asked for. */
  readonly clauses: readonly [Clause, ...Clause[]];
  /** @throws ClauseBroken @throws CheckSkipped */
  readonly run: (session: CheckSession) => Promise<void>;
}
