/** Where a sync server answers, relative to where it is mounted. */
export const ENDPOINTS = {
  operations: "/sync/operations",
  state: "/sync/state",
  notify: "/sync/notify",
  legacy: "/sync/legacy",
  health: "/sync/health",
} as const;

/** The query parameter that names the room (P1). */
export const ROOM_PARAMETER = "roomId";

/** The query parameter by which a notification stream says whose confirmations it wants (P29). */
export const CLIENT_PARAMETER = "clientId";

/** The query parameter by which a legacy client asks to be greeted, and so learns that its changes are acknowledged (P32). */
export const GREETING_PARAMETER = "acks";

/** The query parameter by which a legacy socket asks for presence and for no changes: `only`. */
export const PRESENCE_PARAMETER = "presence";

/** The room of a request that names none (P1). */
export const DEFAULT_ROOM = "default";
