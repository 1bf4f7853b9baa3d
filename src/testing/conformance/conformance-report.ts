/** What a run of the kit found, as `--json` prints it. */
export interface ConformanceReport {
  readonly url: string;
  /** Of the contract that the server was held to. */
  readonly fingerprint: string;
  /** Gives the same operations again: `--seed`. */
  readonly seed: number;
  /** Every check passed, and one at least ran. */
  readonly passed: boolean;
  readonly checks: readonly CheckResult[];
  /** Clauses about servers that nobody can see from outside, with the reason. */
  readonly unseen: readonly { readonly clause: Clause; readonly reason: string }[];
}

/** A clause of the protocol, such as `P6`. */
export type Clause = `P${number}`;

export interface CheckResult {
  readonly id: string;
  readonly title: string;
  readonly clauses: readonly Clause[];
  readonly status: "passed" | "failed" | "skipped";
  readonly durationMs: number;
  /** What could not be looked at, and why. */
  readonly notes: readonly string[];
  readonly failure?: CheckFailure;
}

export interface CheckFailure {
  readonly clause: Clause;
  readonly message: string;
  /** The last exchanges with the server, the one that broke the clause last. */
  readonly exchanges: readonly Exchange[];
}

/** A request and its answer, or one message of a socket, as texts; long ones are cut. */
export interface Exchange {
  readonly sent: string;
  readonly received: string;
}
