import { backoffMs } from "../engine/backoff.js";

/**
 * Keeps something open: opens it again after it ended, later and later while it does not hold. `open` gets a signal that
 * ends it, calls `onOpen` once it stands, and resolves or rejects when it is over.
 */
export function keepOpen(open: (signal: AbortSignal, onOpen: () => void) => Promise<void>): () => void {
  const controller = new AbortController();
  const { signal } = controller;
  let failures = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const start = (): void => {
    const onOpen = (): void => {
      failures = 0;
    };
    open(signal, onOpen)
      .catch(() => {})
      .then(() => {
        if (!signal.aborted) timer = setTimeout(start, backoffMs(++failures, Math.random));
      });
  };
  start();
  return () => {
    clearTimeout(timer);
    controller.abort();
  };
}
