/** A check in the schema returned a promise; validation is synchronous. A mistake in the schema, not in the value. */
export class AsynchronousCheckError extends Error {
  constructor() {
    super("A check in the schema is asynchronous, and validation is not.");
    this.name = "AsynchronousCheckError";
  }
}
