import type { OperationConfirmation, PendingOperation, StateSyncRequest } from "../protocol/index.js";
import type { StateAnswer } from "./core/pull.js";
import type { LegacyClients } from "./legacy/legacy-gateway.js";
import type { Limits } from "./limits.js";
import type { Log } from "./log.js";
import type { NotificationStream } from "./notify/notification-stream.js";
import type { AccessContext, SyncServerOptions } from "./server-options.js";
import type { ServerRequest } from "./server-request.js";
import type { CompactResult } from "./store/server-store.js";

/** What became of a push. */
export interface PushAnswer {
  readonly confirmations: readonly OperationConfirmation[];
  /** Set where an operation is missing: 409 `operation_gap` (P7). */
  readonly expectedOperationId?: number;
}

export interface HealthAnswer {
  readonly status: "ok" | "draining" | "failing";
  /** Open notification streams of this process. */
  readonly streams: number;
}

/** A sync server, whatever it is reached through. Requests are parsed, answers are plain values. */
export interface SyncServer {
  readonly options: SyncServerOptions;
  readonly limits: Limits;
  readonly log: Log;
  /** The clients that still speak sync-change (P31 to P34). */
  readonly legacy: LegacyClients;
  /** Who asks, and for which room. @throws RequestError (P1, P35) */
  admit(request: ServerRequest): Promise<AccessContext>;
  /** Applies operations (P4 to P11). @throws RequestError */
  push(operations: readonly PendingOperation[], access: AccessContext): Promise<PushAnswer>;
  /** Answers with state (P12 to P19). @throws RequestError */
  pull(request: StateSyncRequest, access: AccessContext): Promise<StateAnswer>;
  /** Sends hints and confirmations to a stream until the function that it gives is called (P27 to P30). @throws RequestError */
  subscribe(stream: NotificationStream): () => void;
  health(): Promise<HealthAnswer>;
  /**
   * Sends a user's clients in a room back for a full snapshot, and ends their streams: what they may see changed without the entities
   * changing, or they may not be here any more.
   */
  invalidate(roomId: string, userId: string): Promise<void>;
  /** Answers a web-standard request, as Hono, Bun, Deno, Workers and Next give it. */
  fetch(request: Request): Promise<Response>;
  /** Drops what has outlived its time; runs by itself unless told otherwise (P19). */
  maintain(): Promise<CompactResult>;
  /** Takes nothing more, finishes what is in flight, ends all streams, and closes the store. */
  close(): Promise<void>;
}
