/** Time as the server's core uses it, handed in so that a simulation can drive it. */
export interface Timers {
  /** Runs once what goes on in this turn of the event loop is done. */
  soon(run: () => void): void;
  /** Runs once after a time; gives what calls it off. */
  once(run: () => void, delayMs: number): () => void;
  /** Runs again and again without keeping the process alive; gives what ends it. */
  every(run: () => void, intervalMs: number): () => void;
}

export const SYSTEM_TIMERS: Timers = {
  soon: (run) => {
    if (typeof setImmediate === "function") setImmediate(run);
    else setTimeout(run, 0);
  },
  once: (run, delayMs) => {
    const timer = setTimeout(run, delayMs);
    return () => clearTimeout(timer);
  },
  every: (run, intervalMs) => {
    const timer = setInterval(run, intervalMs);
    // Elsewhere than on Node it is a number, and keeps nothing alive.
    if (typeof timer === "object") timer.unref();
    return () => clearInterval(timer);
  },
};
