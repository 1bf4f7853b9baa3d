import type { ConfirmationIssue, PendingOperation } from "./messages.js";

/** What became of an operation. */
export type Outcome =
  | { readonly ok: true }
  | {
      readonly ok: false;
      /** From the table of error codes, or what a handler rejected with. */
      readonly code: string;
      readonly message: string;
      readonly issues?: readonly ConfirmationIssue[];
    };

/** An operation that a client's mutator made: already visible locally, on its way to the server. */
export interface Mutation {
  /** As it is queued; undefined where its arguments failed the contract, so that nothing was. */
  readonly operation: PendingOperation | undefined;
  /** The server's verdict. Never rejects, so a caller may leave it alone. */
  readonly confirmed: Promise<Outcome>;
}
