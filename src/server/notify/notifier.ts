import type { Awaitable } from "../awaitable.js";

/**
 * Hints between server processes (P27): wakes that say which room changed, and nothing else. One that is lost makes a client
 * late, never wrong.
 */
export interface Notifier {
  /** Tells the other processes that a room changed. Returns at once and never throws. */
  publish(roomId: string): void;
  /**
   * Calls back with each room that another process changed, or with undefined where it may have been any, as after a lost
   * connection.
   */
  subscribe(onWake: (roomId: string | undefined) => void): Awaitable<void>;
  close(): Awaitable<void>;
}

/** A name for this end of a channel, by which it knows its own echoes. */
export function createOrigin(): string {
  return crypto.randomUUID();
}
