import type { Notifier, OnWake } from "./notifier.js";

/** Joins several sync servers of one process. */
export class InProcessExchange {
  readonly #ends = new Set<OnWake>();

  createNotifier(): Notifier {
    let own: OnWake | undefined;
    return {
      publish: (roomId, endedUserId) => {
        for (const onWake of this.#ends) if (onWake !== own) onWake(roomId, endedUserId);
      },
      subscribe: (onWake) => {
        own = onWake;
        this.#ends.add(onWake);
      },
      close: () => {
        if (own !== undefined) this.#ends.delete(own);
      },
    };
  }
}
