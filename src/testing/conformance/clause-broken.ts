import type { Clause } from "./conformance-report.js";

/** The server does not keep a clause. */
export class ClauseBroken extends Error {
  override readonly name = "ClauseBroken";
  readonly clause: Clause;

  constructor(clause: Clause, message: string) {
    super(message);
    this.clause = clause;
  }
}

/** A check that cannot be made here. */
export class CheckSkipped extends Error {
  override readonly name = "CheckSkipped";
}

/** The kit could not do its work: nobody answers, or nothing can be tried. */
export class VerificationError extends Error {
  override readonly name = "VerificationError";
}
