interface Waiter {
  readonly mark: number;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** Callers that wait for something to have happened. */
export class Waiters {
  #waiting: Waiter[] = [];

  get size(): number {
    return this.#waiting.length;
  }

  /** Waits from before `start` is called, for something that comes after the mark. */
  wait(start: () => void = () => {}, mark = 0): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ mark, resolve, reject });
      start();
    });
  }

  /** Waits until it has happened, or the promise has resolved. */
  waitUnless(promise: Promise<unknown>): Promise<void> {
    return new Promise((resolve, reject) => {
      const waiter = { mark: 0, resolve, reject };
      this.#waiting.push(waiter);
      void promise.then(() => {
        this.#waiting = this.#waiting.filter((other) => other !== waiter);
        resolve();
      });
    });
  }

  /** It has happened, for those whose mark is before this one. */
  resolve(mark = Infinity): void {
    const due = this.#waiting.filter((waiter) => waiter.mark < mark);
    this.#waiting = this.#waiting.filter((waiter) => waiter.mark >= mark);
    for (const { resolve } of due) resolve();
  }

  reject(error: unknown): void {
    for (const { reject } of this.#waiting.splice(0)) reject(error);
  }
}

/** Who waits for what at an engine. */
export class EngineWaiters {
  readonly operations = new Waiters();
  readonly flushes = new Waiters();
  readonly syncs = new Waiters();

  /** An attempt came to nothing: operations are safe where they are, whoever asked for more has to know. */
  giveUp(error: unknown): void {
    this.operations.resolve();
    this.flushes.reject(error);
    this.syncs.reject(error);
  }
}
