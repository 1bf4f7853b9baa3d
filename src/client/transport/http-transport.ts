import {
  CLIENT_PARAMETER,
  CONTRACT_HEADER,
  ENDPOINTS,
  PROTOCOL_HEADER,
  PROTOCOL_VERSION,
  ROOM_PARAMETER,
} from "../../protocol/index.js";
import { platformEnvironment, type Environment } from "../engine/environment.js";
import { errorDetailOf, isNotification, isPushResponse, isStateSyncResponse } from "./answers.js";
import { keepOpen } from "./reopening.js";
import { TransportError, type HintListener, type SyncTransport } from "./sync-transport.js";
import { receiveFromWebSocket, type HintSocketConstructor, type TextStream } from "./web-socket-hints.js";

/** Gives the bearer token of the user, if any; with `refresh` a new one, because the server refused the last. */
export type GetAuthToken = (request: {
  readonly refresh: boolean;
}) => string | undefined | Promise<string | undefined>;

export interface HttpTransportOptions {
  /** Where the server is mounted, without `/sync`. */
  readonly url: string;
  readonly roomId: string;
  /** The contract's fingerprint (P35). */
  readonly fingerprint: string;
  readonly getAuthToken?: GetAuthToken | undefined;
  /** How hints come (P27). Default: by WebSocket where the platform has one, otherwise by an event stream. */
  readonly hints?: "web_socket" | "event_stream" | "none" | undefined;
  /** Default: the platform's. */
  readonly fetch?: typeof globalThis.fetch | undefined;
  readonly WebSocket?: HintSocketConstructor | undefined;
  /** What times the reopening of streams of hints. Default: the platform's own. */
  readonly environment?: Pick<Environment, "setTimer" | "random"> | undefined;
}

/** Sends a request. @throws TransportError for any answer but 2xx (P36) */
export type SendRequest = (address: string, init: RequestInit) => Promise<Response>;

/** Pushes and pulls by HTTP requests, and listens for hints by WebSocket or Server-Sent Events. */
export function createHttpTransport(options: HttpTransportOptions): SyncTransport {
  const {
    hints,
    getAuthToken,
    WebSocket = globalThis.WebSocket,
    environment = platformEnvironment,
  } = options;
  const base = options.url.replace(/\/+$/, "");

  /** The address of an endpoint, in this room (P1). */
  const addressOf = (endpoint: string, parameters?: { readonly [name: string]: string }): string =>
    `${base}${endpoint}?${new URLSearchParams({ [ROOM_PARAMETER]: options.roomId, ...parameters })}`;

  const attempt = async (address: string, init: RequestInit, refresh: boolean): Promise<Response> => {
    const token = await getAuthToken?.({ refresh });
    const headers = {
      ...(init.headers as { readonly [name: string]: string }),
      [CONTRACT_HEADER]: options.fingerprint,
      [PROTOCOL_HEADER]: String(PROTOCOL_VERSION),
      ...(token !== undefined && { Authorization: `Bearer ${token}` }),
    };
    return (options.fetch ?? globalThis.fetch)(address, { ...init, headers });
  };

  /** After a 401 once more with a new token (P24). */
  const send: SendRequest = async (address, init) => {
    let response = await attempt(address, init, false);
    if (response.status === 401 && getAuthToken !== undefined) {
      void response.body?.cancel();
      response = await attempt(address, init, true);
    }
    if (response.ok) return response;
    const { status } = response;
    const detail = errorDetailOf(await response.json().catch(() => undefined));
    throw new TransportError(detail?.code ?? `http_${status}`, detail?.message ?? response.statusText, {
      status,
      retryAfterMs: retryAfterMs(response.headers.get("Retry-After")),
      detail,
    });
  };

  const post = async <Message>(
    endpoint: string,
    body: unknown,
    isAnswer: (value: unknown) => value is Message,
    signal: AbortSignal,
  ): Promise<Message> => {
    const response = await send(addressOf(endpoint), {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
      signal,
    });
    const answer: unknown = await response.json().catch(() => undefined);
    if (isAnswer(answer)) return answer;
    throw new TransportError("invalid_response", `Not an answer of ${endpoint}`, { status: response.status });
  };

  return {
    push: (operations, signal) => post(ENDPOINTS.operations, { operations }, isPushResponse, signal),
    pull: (request, signal) => post(ENDPOINTS.state, request, isStateSyncResponse, signal),
    ...(hints !== "none" && {
      listen: (clientId, listener) =>
        keepOpen(environment, async (signal, onOpen) => {
          const address = addressOf(ENDPOINTS.notify, { [CLIENT_PARAMETER]: clientId });
          const stream: TextStream = {
            onOpen: () => {
              onOpen();
              listener.onOpen();
            },
            onText: (text) => takeNotification(text, listener),
          };
          if (WebSocket !== undefined && hints !== "event_stream") {
            const token = await getAuthToken?.({ refresh: false });
            return receiveFromWebSocket(WebSocket, address, token, stream, signal);
          }
          // Browsers have WebSockets, so that none need load this.
          const { receiveFromEventStream } = await import("./event-stream-hints.js");
          return receiveFromEventStream(send, address, stream, signal);
        }),
    }),
  };
}

/** Passes a notification on; what is none is no hint, and no harm (P27). */
function takeNotification(text: string, listener: HintListener): void {
  let message: unknown;
  try {
    message = JSON.parse(text);
  } catch {
    return;
  }
  if (isNotification(message)) listener.onNotification(message);
}

/** `Retry-After` in milliseconds from now: seconds, or a date (P9). */
export function retryAfterMs(header: string | null): number | undefined {
  if (header === null) return undefined;
  const ms = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}
