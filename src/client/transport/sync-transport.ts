import type {
  ErrorDetail,
  Notification,
  PendingOperation,
  PushResponse,
  StateSyncRequest,
  StateSyncResponse,
} from "../../protocol/index.js";

/** A way to the server. One call at a time; `signal` ends it. Failures are `TransportError`s. */
export interface SyncTransport {
  push(operations: readonly PendingOperation[], signal: AbortSignal): Promise<PushResponse>;
  pull(request: StateSyncRequest, signal: AbortSignal): Promise<StateSyncResponse>;
  /** Opens a stream of hints that reopens itself (P27); absent where the client can only poll. Returns what closes it. */
  listen?(clientId: string, listener: HintListener): () => void;
}

export interface HintListener {
  readonly onNotification: (notification: Notification) => void;
  /** The stream is open, again perhaps: what was missed has to be pulled. */
  readonly onOpen: () => void;
}

/** A request that failed. Without a `status` the server was not reached. */
export class TransportError extends Error {
  readonly code: string;
  declare readonly status: number | undefined;
  /** What the server asked to wait, in milliseconds (P9). */
  declare readonly retryAfterMs: number | undefined;
  declare readonly detail: ErrorDetail | undefined;

  constructor(
    code: string,
    message: string,
    more: { status?: number; retryAfterMs?: number | undefined; detail?: ErrorDetail | undefined } = {},
  ) {
    super(message);
    this.name = "TransportError";
    this.code = code;
    Object.assign(this, more);
  }
}
