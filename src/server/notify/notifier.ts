import type { Awaitable } from "../awaitable.js";

/** What a notifier calls back with: what another one of the same channel published. */
export type OnWake = (roomId: string | undefined, endedUserId?: string) => void;

/**
 * Hints between server processes (P27): wakes that say which room changed and, at most, whose streams end. One that is lost makes a client
 * late, never wrong, and lets a stream go on until it is old whose user may not be there any more.
 */
export interface Notifier {
  /**
   * Tells the other processes that a room changed. Returns at once and never throws.
   * @param endedUserId whose streams in the room are to end, so that who may be there is asked again
   */
  publish(roomId: string, endedUserId?: string): void;
  /**
   * Calls back with each room that another process changed, or with undefined where it may have been any, as after a lost
   * connection.
   */
  subscribe(onWake: OnWake): Awaitable<void>;
  close(): Awaitable<void>;
}

/** A name for this end of a channel, by which it knows its own echoes. */
export function createOrigin(): string {
  return crypto.randomUUID();
}
