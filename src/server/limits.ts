import { DEFAULT_MAX_BODY_BYTES, DEFAULT_MAX_OPERATIONS, MAX_PAGE_ENTITIES } from "../protocol/index.js";

/** What the server takes on (P11, P17, P30). */
export interface Limits {
  /** Operations per request. */
  readonly maxOperations: number;
  readonly maxBodyBytes: number;
  /** How long a request body may take to arrive. */
  readonly bodyTimeoutMs: number;
  /** Entities per page. */
  readonly maxPageEntities: number;
  /** How deep arguments may nest. */
  readonly maxArgumentDepth: number;
  /** Pushes being worked on at the same time, over all rooms; one more is answered 503 `overloaded`. */
  readonly maxConcurrentPushes: number;
  /** How long an overriding handler may take before its operation fails. */
  readonly handlerTimeoutMs: number;
  /** Open notification streams in this process. */
  readonly maxStreams: number;
  /** How often streams are pinged; a socket that does not answer within this time is dropped. */
  readonly heartbeatIntervalMs: number;
  /** What may wait to be sent to one stream before it is dropped as too slow. */
  readonly maxStreamBufferBytes: number;
}

export const DEFAULT_LIMITS: Limits = {
  maxOperations: DEFAULT_MAX_OPERATIONS,
  maxBodyBytes: DEFAULT_MAX_BODY_BYTES,
  bodyTimeoutMs: 30_000,
  maxPageEntities: MAX_PAGE_ENTITIES,
  maxArgumentDepth: 64,
  maxConcurrentPushes: 10_000,
  handlerTimeoutMs: 10_000,
  maxStreams: 20_000,
  heartbeatIntervalMs: 30_000,
  maxStreamBufferBytes: 1024 * 1024,
};
