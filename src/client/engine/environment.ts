/** What the engine needs of the world. Everything that a simulation wants to hold in its hand. */
export interface Environment {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** From 0 up to, but not including, 1. */
  readonly random: () => number;
  /** Calls back once after so many milliseconds. Returns what cancels it. */
  readonly setTimer: (callback: () => void, delayMs: number) => () => void;
  /** A name that nobody else has. */
  readonly createId: () => string;
  /** Whether the platform believes in a network; true where it cannot tell. */
  readonly isOnline: () => boolean;
  /** Calls back when `isOnline` may have changed. Returns what ends that. */
  readonly onOnlineChange: (callback: () => void) => () => void;
}

/** The platform's own clock, timers, random numbers and online signal: a browser's, a worker's, or Node's. */
export const platformEnvironment: Environment = {
  now: () => Date.now(),
  random: () => Math.random(),
  setTimer: (callback, delayMs) => {
    const timer = setTimeout(callback, delayMs);
    return () => clearTimeout(timer);
  },
  createId: () => {
    // Not randomUUID: browsers have that on secure origins alone.
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    return Array.from(bytes, (byte) => byte.toString(36).padStart(2, "0")).join("");
  },
  isOnline: () => globalThis.navigator?.onLine ?? true,
  onOnlineChange: (callback) => {
    const target = globalThis as Partial<EventTarget>;
    const signals = ["online", "offline"];
    for (const signal of signals) target.addEventListener?.(signal, callback);
    return () => {
      for (const signal of signals) target.removeEventListener?.(signal, callback);
    };
  },
};
