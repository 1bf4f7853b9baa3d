import { backoffMs } from "../engine/backoff.js";
import type { Environment } from "../engine/environment.js";

/**
 * Keeps something open: opens it again after it ended, later and later while it does not hold. `open` gets a signal that
 * ends it, calls `onOpen` once it stands, and resolves or rejects when it is over.
 */
export function keepOpen(
  { setTimer, random }: Pick<Environment, "setTimer" | "random">,
  open: (signal: AbortSignal, onOpen: () => void) => Promise<void>,
): () => void {
  const controller = new AbortController();
  const { signal } = controller;
  let failures = 0;
  let stopTimer = (): void => {};
  const start = (): void => {
    const onOpen = (): void => {
      failures = 0;
    };
    open(signal, onOpen)
      .catch(() => {})
      .then(() => {
        if (!signal.aborted) stopTimer = setTimer(start, backoffMs(++failures, random));
      });
  };
  start();
  return () => {
    stopTimer();
    controller.abort();
  };
}
