/** The version of the wire that this code speaks (P35). */
export const PROTOCOL_VERSION = 1;

/** The request header that names the protocol version (P35). */
export const PROTOCOL_HEADER = "Kalphite-Protocol";

/** The request header that carries the contract's fingerprint (P35). */
export const CONTRACT_HEADER = "Kalphite-Contract";

/** The request header by which a client names the version of its application, for the server's counters. */
export const CLIENT_VERSION_HEADER = "Kalphite-Client-Version";

/** The query parameter that says the same where no header can be sent. */
export const CLIENT_VERSION_PARAMETER = "clientVersion";
