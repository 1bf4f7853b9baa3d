/** The operations that one request may carry by default (P11). */
export const DEFAULT_MAX_OPERATIONS = 500;

/** The size of a request body that is taken by default, in bytes (P11). */
export const DEFAULT_MAX_BODY_BYTES = 1024 * 1024;

/** The entities of one page at most, whatever the client asks for (P17). */
export const MAX_PAGE_ENTITIES = 5_000;

/** How long tombstones are kept by default, in milliseconds: 30 days (P19). */
export const DEFAULT_TOMBSTONE_RETENTION_MS = 30 * 24 * 60 * 60 * 1000;

/** How often a client polls by default when no hint arrives, in milliseconds (P27). */
export const DEFAULT_POLL_INTERVAL_MS = 60_000;
