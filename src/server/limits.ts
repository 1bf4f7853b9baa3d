import { DEFAULT_MAX_BODY_BYTES, DEFAULT_MAX_OPERATIONS, MAX_PAGE_ENTITIES } from "../protocol/index.js";

import type { Rate } from "./core/rate-limiter.js";

/** What the server takes on (P11, P17, P30). */
export interface Limits {
  /** Operations per request. */
  readonly maxOperations: number;
  readonly maxBodyBytes: number;
  /** How long the headers of a request, and then its body, may take to arrive. */
  readonly bodyTimeoutMs: number;
  /** Entities per page. */
  readonly maxPageEntities: number;
  /** Characters of JSON per page, give or take an entity. */
  readonly maxPageLength: number;
  /** How deep arguments may nest. */
  readonly maxArgumentDepth: number;
  /** Pushes being worked on at the same time, over all rooms; one more is answered 503 `overloaded`. */
  readonly maxConcurrentPushes: number;
  /** How long an overriding handler may take before its operation fails. */
  readonly handlerTimeoutMs: number;
  /** Operations of one user, or of one client where nobody is logged in; over it 429 `rate_limited`. */
  readonly clientRate: Rate;
  /** Operations of one room, over all its clients. */
  readonly roomRate: Rate;
  /** Entities that one room may hold; an operation that would add one more fails with `room_full`. */
  readonly maxRoomEntities: number;
  /** Open notification streams in this process, legacy sockets among them. */
  readonly maxStreams: number;
  /** Those of one room. */
  readonly maxRoomStreams: number;
  /** How often streams are pinged; a socket that does not answer within this time is dropped. */
  readonly heartbeatIntervalMs: number;
  /** What may wait to be sent to one stream before it is dropped as too slow. */
  readonly maxStreamBufferBytes: number;
  /** How old a stream becomes before its client is sent back to be let in anew. */
  readonly maxStreamAgeMs: number;
  /** Characters of JSON that a hint may carry, so that clients need not pull; 0: hints carry no changes (P28). */
  readonly maxPatchLength: number;
}

export const DEFAULT_LIMITS: Limits = {
  maxOperations: DEFAULT_MAX_OPERATIONS,
  maxBodyBytes: DEFAULT_MAX_BODY_BYTES,
  bodyTimeoutMs: 30_000,
  maxPageEntities: MAX_PAGE_ENTITIES,
  maxPageLength: 8 * 1024 * 1024,
  maxArgumentDepth: 64,
  maxConcurrentPushes: 10_000,
  handlerTimeoutMs: 10_000,
  clientRate: { perSecond: 2_000, burst: 50_000 },
  roomRate: { perSecond: 50_000, burst: 500_000 },
  maxRoomEntities: 1_000_000,
  maxStreams: 20_000,
  maxRoomStreams: 10_000,
  heartbeatIntervalMs: 30_000,
  maxStreamBufferBytes: 1024 * 1024,
  maxStreamAgeMs: 60 * 60 * 1000,
  maxPatchLength: 16 * 1024,
};
