import type { Notifier } from "./notifier.js";

type OnWake = (roomId: string | undefined) => void;

/** Joins several sync servers of one process. */
export class InProcessExchange {
  readonly #ends = new Set<OnWake>();

  createNotifier(): Notifier {
    let own: OnWake | undefined;
    return {
      publish: (roomId) => {
        for (const onWake of this.#ends) if (onWake !== own) onWake(roomId);
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
