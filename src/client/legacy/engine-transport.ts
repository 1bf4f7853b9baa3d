import type {
  Notification,
  PendingOperation,
  PushResponse,
  StateSyncRequest,
  StateSyncResponse,
} from "../../protocol/index.js";
import { isPushResponse, isStateSyncResponse } from "../transport/answers.js";
import { TransportError, type HintListener, type SyncTransport } from "../transport/sync-transport.js";
import type { HttpClient } from "./http-client.js";

export interface EngineTransportHost {
  /** As it is now: applications replace it. */
  readonly httpClient: () => Pick<HttpClient, "post">;
  readonly operationsEndpoint: string;
  readonly stateEndpoint: string;
  /** Whether the server is to be asked; otherwise the client is told that nothing is new. */
  readonly mayPull: () => boolean;
  /** The version that the client holds. */
  readonly stateVersion: () => string | undefined;
  /** Operations are on their way. */
  readonly onPush: (operations: readonly PendingOperation[]) => void;
  readonly openHints: (clientId: string, listener: HintListener) => () => void;
}

/** Any error as one that says whether the server was reached. Clients of several libraries put the status in several places. */
export function toTransportError(error: unknown): TransportError {
  if (error instanceof TransportError) return error;
  const { status, response, message } = Object(error) as {
    readonly status?: unknown;
    readonly response?: { readonly status?: unknown };
    readonly message?: unknown;
  };
  const found = typeof status === "number" ? status : response?.status;
  const text = typeof message === "string" ? message : String(error);
  return typeof found === "number"
    ? new TransportError(`http_${found}`, text, { status: found })
    : new TransportError("unreachable", text);
}

/** The way to the server over an engine's `httpClient`. */
export class EngineTransport implements SyncTransport {
  readonly #host: EngineTransportHost;
  /** Answers of the server, each with the number of its pull. */
  readonly #answers = new WeakMap<StateSyncResponse, number>();
  #pulls = 0;
  /** A push failed: the server has to say what it took before anything is sent again (P7). */
  #isInDoubt = false;
  #inFlight: readonly PendingOperation[] = [];
  #error: unknown;
  #hints: { readonly clientId: string; readonly listener: HintListener } | undefined;
  #closeHints: (() => void) | undefined;
  #isListening = false;

  constructor(host: EngineTransportHost) {
    this.#host = host;
  }

  /** The operations that are on their way. */
  get inFlight(): readonly PendingOperation[] {
    return this.#inFlight;
  }

  /** What the last request that failed has failed with. */
  get error(): unknown {
    return this.#error;
  }

  /** How many pulls the server was asked for. */
  get pulls(): number {
    return this.#pulls;
  }

  /** Which of them an answer is to; undefined where it did not come from the server. */
  pullOf(response: StateSyncResponse): number | undefined {
    return this.#answers.get(response);
  }

  push = async (operations: readonly PendingOperation[], signal: AbortSignal): Promise<PushResponse> => {
    this.#inFlight = operations;
    this.#host.onPush(operations);
    try {
      const answer = await this.#post(this.#host.operationsEndpoint, { operations }, signal);
      const response = Array.isArray(answer) ? { confirmations: answer } : answer;
      if (!isPushResponse(response)) throw this.#misunderstood(this.#host.operationsEndpoint);
      // What was not sent cannot have been confirmed.
      const confirmations = response.confirmations.filter(({ operationId, clientId }) =>
        operations.some((operation) => operation.id === operationId && operation.clientId === clientId),
      );
      return { confirmations };
    } catch (error) {
      this.#isInDoubt = true;
      throw error;
    } finally {
      this.#inFlight = [];
    }
  };

  pull = async (request: StateSyncRequest, signal: AbortSignal): Promise<StateSyncResponse> => {
    if (!this.#isInDoubt && !this.#host.mayPull()) {
      return { stateVersion: this.#host.stateVersion() ?? "", entities: [] };
    }
    const { stateVersion: from, ...rest } = request;
    const pull = ++this.#pulls;
    const isFirst = from === undefined || from === "";
    const answer = await this.#post(this.#host.stateEndpoint, isFirst ? rest : request, signal);
    if (!isStateSyncResponse(answer)) throw this.#misunderstood(this.#host.stateEndpoint);
    const response: StateSyncResponse = isFirst ? { ...answer, reset: true } : answer;
    this.#answers.set(response, pull);
    if (answer.hasMore !== true) this.#isInDoubt = false;
    return response;
  };

  /** The number of the client's last operation that the server knows; 0 where it does not tell. */
  async lastOperationId(clientId: string, signal: AbortSignal): Promise<number> {
    const answer = await this.#post(this.#host.stateEndpoint, { clientId, entityTypes: [] }, signal);
    return isStateSyncResponse(answer) ? (answer.lastOperationId ?? 0) : 0;
  }

  /** Something may have been sent of which this process does not know what became. */
  doubt(): void {
    this.#isInDoubt = true;
  }

  listen = (clientId: string, listener: HintListener): (() => void) => {
    const hints = { clientId, listener };
    this.#hints = hints;
    this.#followHints();
    return () => {
      if (this.#hints === hints) this.#hints = undefined;
      this.#followHints();
    };
  };

  /** Opens and closes the stream of hints, as soon as there is somebody to listen. */
  setListening(isListening: boolean): void {
    this.#isListening = isListening;
    this.#followHints();
  }

  #followHints(): void {
    this.#closeHints?.();
    this.#closeHints = undefined;
    if (!this.#isListening || this.#hints === undefined) return;
    const { clientId, listener } = this.#hints;
    this.#closeHints = this.#host.openHints(clientId, {
      ...listener,
      onNotification: (notification) => {
        if (isForClient(notification, clientId)) listener.onNotification(notification);
      },
    });
  }

  async #post(endpoint: string, data: unknown, signal: AbortSignal): Promise<unknown> {
    try {
      return await this.#host.httpClient().post<unknown, unknown>(endpoint, data, { signal });
    } catch (error) {
      this.#error = error;
      throw toTransportError(error);
    }
  }

  #misunderstood(endpoint: string): TransportError {
    const error = new TransportError("invalid_response", `Not an answer of ${endpoint}`, { status: 200 });
    this.#error = error;
    return error;
  }
}

function isForClient(notification: Notification, clientId: string): boolean {
  return notification.type !== "operation_confirmed" || notification.data.clientId === clientId;
}
