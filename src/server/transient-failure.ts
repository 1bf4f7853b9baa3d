/**
 * Something that the operation needs cannot be reached now (P9): thrown by a handler or a store, it takes the whole
 * batch back, and the client comes again after `retryAfterMs`.
 */
export class TransientFailure extends Error {
  readonly retryAfterMs: number;

  constructor(message: string, retryAfterMs = 1_000, options?: ErrorOptions) {
    super(message, options);
    this.name = "TransientFailure";
    this.retryAfterMs = retryAfterMs;
  }
}
