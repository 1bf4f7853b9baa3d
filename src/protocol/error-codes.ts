/**
 * Every code that the protocol knows (P36). A request's code comes with the HTTP status, an operation's in its
 * confirmation (P8), a client's never travels. Handlers reject with these or with codes of their own.
 */
export const ERROR_CODES = {
  invalid_http: { of: "request", status: 400, meaning: "This is not a request of HTTP/1.1." },
  invalid_json: { of: "request", status: 400, meaning: "The body is not JSON, or nests too deeply." },
  invalid_request: {
    of: "request",
    status: 400,
    meaning: "A known field is missing or has a wrong type; `issues` says which.",
  },
  unauthenticated: { of: "request", status: 401, meaning: "The server does not know who asks." },
  forbidden: {
    of: "request",
    status: 403,
    meaning: "The user may not do this: not in this room, or not this operation.",
  },
  client_not_yours: {
    of: "request",
    status: 403,
    meaning: "The clientId belongs to another user in this room (P10).",
  },
  origin_not_allowed: {
    of: "request",
    status: 403,
    meaning: "A page of this origin may not use the server.",
  },
  no_such_endpoint: { of: "request", status: 404, meaning: "There is nothing at this path." },
  method_not_allowed: { of: "request", status: 405, meaning: "The endpoint takes another method." },
  body_timeout: { of: "request", status: 408, meaning: "The request took too long to arrive." },
  operation_gap: {
    of: "request",
    status: 409,
    meaning: "An operation is missing before this one; `expectedOperationId` is the next number (P7).",
  },
  contract_unsupported: {
    of: "request",
    status: 409,
    meaning: "The client's contract is known to be incompatible with the server's (P35).",
  },
  protocol_unsupported: {
    of: "request",
    status: 409,
    meaning: "The server does not speak this version of the protocol (P35).",
  },
  body_too_large: {
    of: "request",
    status: 413,
    meaning: "The body is over the server's limit in bytes (P11).",
  },
  too_many_operations: {
    of: "request",
    status: 413,
    meaning: "The batch is over the server's limit of operations (P11).",
  },
  unsupported_media_type: { of: "request", status: 415, meaning: "A POST must be application/json (P3)." },
  upgrade_required: {
    of: "request",
    status: 426,
    meaning: "The endpoint takes a WebSocket upgrade or an event stream.",
  },
  rate_limited: {
    of: "request",
    status: 429,
    meaning: "Too many requests; `Retry-After` says when to come back.",
  },
  headers_too_large: {
    of: "request",
    status: 431,
    meaning: "The headers, or the address, are over the server's limit in bytes.",
  },
  internal: { of: "request", status: 500, meaning: "The server failed; its log says why." },
  store_unavailable: {
    of: "request",
    status: 503,
    meaning: "The store cannot be reached or kept failing; nothing was applied that is not confirmed (P9).",
  },
  overloaded: { of: "request", status: 503, meaning: "The server has more work than it takes on (P9)." },
  shutting_down: {
    of: "request",
    status: 503,
    meaning: "The server is draining; another one will answer (P9).",
  },
  unknown_operation: { of: "operation", meaning: "The contract has no operation of this name (P8)." },
  invalid_arguments: {
    of: "operation",
    meaning: "The arguments fail the contract; `issues` says where (P8).",
  },
  operation_forbidden: { of: "operation", meaning: "The user may not do this operation (P8)." },
  already_exists: { of: "operation", meaning: "An entity with this id exists." },
  not_found: { of: "operation", meaning: "No entity with this id exists." },
  entity_type_conflict: { of: "operation", meaning: "The id lives under another entity type (P18)." },
  invalid_entity: {
    of: "operation",
    meaning: "The operation would leave an entity that fails the contract.",
  },
  unknown_entity_type: {
    of: "operation",
    meaning: "A legacy change names an entity type that the contract does not have (P32).",
  },
  room_full: {
    of: "operation",
    meaning: "The room holds as many entities as the server lets it.",
  },
  legacy_refused: {
    of: "operation",
    meaning: "Legacy changes of this entity type are not taken: it is read-only or off for them (P32).",
  },
  user_unknown: {
    of: "operation",
    meaning: "The operation records its author, and nobody is signed in.",
  },
  unfinished: { of: "operation", meaning: "The operation's mutator is still the generated stub." },
  handler_failed: {
    of: "operation",
    meaning: "The operation's handler threw; the server's log says why (P8).",
  },
  outcome_unknown: {
    of: "client",
    meaning: "The server forgot the client: it may have applied the operation, which is not sent again (P7).",
  },
  queue_full: { of: "client", meaning: "The offline queue is at its limit; nothing was queued (P23)." },
} as const satisfies { readonly [code: string]: ErrorCodeEntry };

export type ErrorCodeEntry =
  | { readonly of: "request"; readonly status: number; readonly meaning: string }
  | { readonly of: "operation" | "client"; readonly meaning: string };

export type ErrorCode = keyof typeof ERROR_CODES;

/** The codes that come with an HTTP status. */
export type RequestErrorCode = {
  [Code in ErrorCode]: (typeof ERROR_CODES)[Code]["of"] extends "request" ? Code : never;
}[ErrorCode];
