/** The version of the wire that this code speaks (P35). */
export const PROTOCOL_VERSION = 1;

/** The request header that names the protocol version (P35). */
export const PROTOCOL_HEADER = "Kalphite-Protocol";

/** The request header that carries the contract's fingerprint (P35). */
export const CONTRACT_HEADER = "Kalphite-Contract";
