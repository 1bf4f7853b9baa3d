import type { Environment } from "./environment.js";

/** One timer that can be set again and stopped. */
export interface Timer {
  /** Calls back once after so many milliseconds, instead of what was to come. */
  readonly start: (callback: () => void, delayMs: number) => void;
  readonly stop: () => void;
}

export function createTimer(environment: Pick<Environment, "setTimer">): Timer {
  let stop = (): void => {};
  return {
    start: (callback, delayMs) => {
      stop();
      stop = environment.setTimer(callback, delayMs);
    },
    stop: () => stop(),
  };
}
