/** A promise that knows whether anybody waits for it. */
export class WatchedPromise<Value> extends Promise<Value> {
  #isWatched = false;

  static override get [Symbol.species](): PromiseConstructor {
    return Promise;
  }

  get isWatched(): boolean {
    return this.#isWatched;
  }

  // oxlint-disable-next-line unicorn/no-thenable -- it is a promise
  override then<Result = Value, Failure = never>(
    onFulfilled?: ((value: Value) => Result | PromiseLike<Result>) | null,
    onRejected?: ((reason: unknown) => Failure | PromiseLike<Failure>) | null,
  ): Promise<Result | Failure> {
    this.#isWatched = true;
    return super.then(onFulfilled, onRejected);
  }

  /** Tells the outcome without counting as somebody who waits for it. */
  observe(onSettled: (failure: { readonly error: unknown } | undefined) => void): Promise<void> {
    return super.then(
      () => onSettled(undefined),
      (error: unknown) => onSettled({ error }),
    );
  }
}
