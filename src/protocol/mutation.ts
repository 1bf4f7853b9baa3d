import type { ConfirmationIssue, PendingOperation } from "./messages.js";

/** What became of an operation, or of a `flush`. `code` is one of the protocol's or of the application's own handlers. */
export type Outcome =
  | { readonly ok: true }
  | {
      readonly ok: false;
      readonly code: string;
      readonly message: string;
      readonly issues?: readonly ConfirmationIssue[];
    };

/** One operation on its way. Reading its effect needs no waiting: the view has changed before `mutate` returns (P20). */
export interface Mutation {
  /** The operation's number (P4); 0 while it has none: before the queue is loaded, or until the leading tab gives it one. */
  readonly id: number;
  readonly operation: PendingOperation;
  /** The server's verdict. Never rejects; stays open while the server cannot be reached. */
  readonly confirmed: Promise<Outcome>;
}
