import { CLIENT_VERSION_HEADER, ROOM_PARAMETER } from "../../protocol/index.js";
import { errorDetailOf } from "../transport/answers.js";
import { retryAfterMs } from "../transport/http-transport.js";
import { TransportError } from "../transport/sync-transport.js";
import { tokenOf } from "./auth-token.js";
import type { AuthToken } from "./engine-types.js";

export interface RequestOptions {
  /** Milliseconds. */
  timeout?: number;
  headers?: Record<string, string>;
  /** Gives the request up. */
  signal?: AbortSignal;
}

/** How an engine reaches its server. Replace an engine's `httpClient` by anything that has `post`. */
export interface HttpClient {
  /** Sends JSON to an endpoint such as `/sync/operations`, and gives the JSON that comes back. */
  post<TRequest = any, TResponse = any>(
    endpoint: string,
    data: TRequest,
    options?: RequestOptions,
  ): Promise<TResponse>;
  get<TResponse = any>(endpoint: string, options?: RequestOptions): Promise<TResponse>;
}

export interface HttpClientConfig {
  baseUrl: string;
  roomId?: string;
  /** A function is asked before each request. */
  authToken?: AuthToken;
  clientVersion?: string;
  /** Default: the platform's. */
  fetch?: typeof globalThis.fetch;
}

const DEFAULT_TIMEOUT_MS = 30_000;

/**
 * Requests by `fetch`, one attempt each, since the engine decides what is tried again: any answer but 2xx is a
 * `TransportError` with its status. A 401 is tried once more where the token can be refreshed (P24).
 */
export const HttpClient: new (config: HttpClientConfig) => HttpClient = class {
  readonly #config: HttpClientConfig;
  readonly #baseUrl: string;

  constructor(config: HttpClientConfig) {
    this.#config = config;
    this.#baseUrl = config.baseUrl.replace(/\/+$/, "");
  }

  post<TRequest, TResponse>(endpoint: string, data: TRequest, options?: RequestOptions): Promise<TResponse> {
    return this.#request(endpoint, { method: "POST", body: JSON.stringify(data) }, options);
  }

  get<TResponse>(endpoint: string, options?: RequestOptions): Promise<TResponse> {
    return this.#request(endpoint, { method: "GET" }, options);
  }

  async #request<TResponse>(
    endpoint: string,
    init: RequestInit,
    { timeout = DEFAULT_TIMEOUT_MS, headers = {}, signal }: RequestOptions = {},
  ): Promise<TResponse> {
    const ended = new AbortController();
    const timer = setTimeout(
      () => ended.abort(new DOMException(`No answer within ${timeout} ms`, "TimeoutError")),
      timeout,
    );
    const end = (): void => {
      clearTimeout(timer);
      ended.abort(signal?.reason);
    };
    if (signal?.aborted) end();
    signal?.addEventListener("abort", end);
    try {
      return await this.#answer(endpoint, { ...init, signal: ended.signal }, headers);
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener("abort", end);
    }
  }

  async #answer<TResponse>(
    endpoint: string,
    init: RequestInit,
    headers: Readonly<Record<string, string>>,
  ): Promise<TResponse> {
    let response = await this.#attempt(endpoint, init, headers, false);
    if (response.status === 401 && typeof this.#config.authToken === "function") {
      void response.body?.cancel();
      response = await this.#attempt(endpoint, init, headers, true);
    }
    const answer: unknown = await response.json().catch(() => undefined);
    const { status } = response;
    if (response.ok) return answer as TResponse;
    const detail = errorDetailOf(answer);
    throw new TransportError(
      detail?.code ?? `http_${status}`,
      `HTTP ${status}: ${detail?.message ?? response.statusText}`,
      {
        status,
        retryAfterMs: retryAfterMs(response.headers.get("Retry-After")),
        ...(detail && { detail }),
      },
    );
  }

  async #attempt(
    endpoint: string,
    init: RequestInit,
    headers: Readonly<Record<string, string>>,
    refresh: boolean,
  ): Promise<Response> {
    const { roomId, authToken, clientVersion, fetch = globalThis.fetch } = this.#config;
    const token = await tokenOf(authToken, refresh);
    const query = roomId === undefined ? "" : `?${new URLSearchParams({ [ROOM_PARAMETER]: roomId })}`;
    return fetch(`${this.#baseUrl}${endpoint}${query}`, {
      ...init,
      headers: {
        "Content-Type": "application/json",
        ...(token !== undefined && { Authorization: `Bearer ${token}` }),
        ...(clientVersion !== undefined && { [CLIENT_VERSION_HEADER]: clientVersion }),
        ...headers,
      },
    });
  }
};
