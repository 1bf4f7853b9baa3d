/** A value that is there, or that is coming. Synchronous stores give the former, so that nothing waits for a turn of the event loop. */
export type Awaitable<Value> = Value | PromiseLike<Value>;

export function isPending<Value>(value: Awaitable<Value>): value is PromiseLike<Value> {
  return (
    typeof value === "object" && value !== null && typeof (value as { then?: unknown }).then === "function"
  );
}

/** Steps that may have to wait in places: run with `settle`, waiting with `yield* wait(…)`. */
export type Steps<Value> = Generator<PromiseLike<unknown>, Value, unknown>;

/** The value, waiting for it only where it is not there yet. */
export function* wait<Value>(value: Awaitable<Value>): Steps<Value> {
  return isPending(value) ? ((yield value) as Value) : value;
}

/** Runs steps to their end: at once where nothing in them has to wait. @throws what a step throws */
export function settle<Value>(steps: Steps<Value>): Awaitable<Value> {
  const first = steps.next();
  return first.done === true ? first.value : continueSettling(steps, first.value);
}

async function continueSettling<Value>(steps: Steps<Value>, pending: PromiseLike<unknown>): Promise<Value> {
  let waiting = pending;
  for (;;) {
    let next: IteratorResult<PromiseLike<unknown>, Value>;
    try {
      const value = await waiting;
      next = steps.next(value);
    } catch (error) {
      next = steps.throw(error);
    }
    if (next.done === true) return next.value;
    waiting = next.value;
  }
}
