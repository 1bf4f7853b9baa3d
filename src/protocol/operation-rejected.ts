import type { ConfirmationIssue } from "./messages.js";

/** Known to every copy of this module: an application may bundle the runtime more than once. */
const BRAND = Symbol.for("kalphite-gen.OperationRejected");

/**
 * A permanent refusal of an operation (P8): what `context.reject` and the transaction throw. Its text was meant for
 * the user, so it reaches the client, which no other error's text does.
 */
export class OperationRejected extends Error {
  readonly [BRAND] = true;
  readonly code: string;
  readonly issues: readonly ConfirmationIssue[] | undefined;

  constructor(code: string, message: string, issues?: readonly ConfirmationIssue[]) {
    super(message);
    this.name = "OperationRejected";
    this.code = code;
    this.issues = issues;
  }
}

/** Whether an error is an `OperationRejected`, of whichever copy of this module. */
export function isOperationRejected(error: unknown): error is OperationRejected {
  return typeof error === "object" && error !== null && BRAND in error;
}

/** The `reject` of a mutation's context. @throws OperationRejected always */
export function reject(code: string, message: string): never {
  throw new OperationRejected(code, message);
}
