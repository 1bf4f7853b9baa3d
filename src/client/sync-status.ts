/** How a client stands. A new object whenever something in it changes, the same one until then. */
export interface SyncStatus {
  /** The application wants to be connected: between `connect` and `disconnect`. */
  readonly connected: boolean;
  /** The last request reached the server, and the platform does not say that there is no network. */
  readonly online: boolean;
  /** Operations without a verdict, and operations whose effect the server state does not show yet. */
  readonly pending: number;
  /** When the server's state was last taken over, in milliseconds since the epoch. */
  readonly lastSyncedAt: number | undefined;
  /** This tab talks to the server (P26). */
  readonly leader: boolean;
  /** The code of what stopped requests until the next `connect` (P24, P35). */
  readonly blocked: string | undefined;
}
