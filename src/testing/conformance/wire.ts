import { setTimeout as wait } from "node:timers/promises";
import { VerificationError } from "./clause-broken.js";
import type { Exchange } from "./conformance-report.js";

export interface WireRequest {
  readonly method?: string;
  readonly path: string;
  readonly query?: { readonly [name: string]: string };
  readonly headers?: { readonly [name: string]: string };
  /** An object is sent as JSON, a text as it is. */
  readonly body?: unknown;
  /** Of the second user instead of the first. */
  readonly asOther?: boolean;
}

export interface WireReply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Undefined where the text is not JSON. */
  readonly json: unknown;
}

export interface WireOptions {
  /** Where the server is mounted, without `/sync`. */
  readonly url: string;
  readonly token: string | undefined;
  readonly otherToken: string | undefined;
  readonly timeoutMs: number;
}

const KEPT_EXCHANGES = 8;
const MAX_SHOWN = 2_000;
const MAX_RETRIES = 5;

/** Requests to one server. What was said last is kept, for failures to show. */
export class Wire {
  readonly options: WireOptions;
  readonly exchanges: Exchange[] = [];

  constructor(options: WireOptions) {
    this.options = options;
  }

  /** Sends a request; a server that is busy (429, 503) is asked again when it says so (P9). @throws VerificationError */
  async send(request: WireRequest): Promise<WireReply> {
    for (let attempt = 1; ; attempt++) {
      const reply = await this.#sendOnce(request);
      const isBusy = reply.status === 429 || reply.status === 503;
      if (!isBusy || attempt > MAX_RETRIES) return reply;
      await wait(Math.min(5_000, Number(reply.headers.get("retry-after") ?? 1) * 1_000 || 200));
    }
  }

  address(path: string, query: { readonly [name: string]: string } = {}): URL {
    const url = new URL(this.options.url.replace(/\/+$/, "") + path);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    return url;
  }

  record(sent: string, received: string): void {
    this.exchanges.push({ sent: cut(sent), received: cut(received) });
    if (this.exchanges.length > KEPT_EXCHANGES) this.exchanges.shift();
  }

  headers({ headers = {}, asOther = false }: WireRequest): { [name: string]: string } {
    const token = asOther ? this.options.otherToken : this.options.token;
    return { ...(token !== undefined && { authorization: `Bearer ${token}` }), ...headers };
  }

  async #sendOnce(request: WireRequest): Promise<WireReply> {
    const { method = "POST", path, query, body } = request;
    const url = this.address(path, query);
    const text = typeof body === "string" ? body : body === undefined ? undefined : JSON.stringify(body);
    const isJson = body !== undefined && typeof body !== "string";
    const headers = { ...(isJson && { "content-type": "application/json" }), ...this.headers(request) };
    const sent = `${method} ${url.pathname}${url.search}${text === undefined ? "" : `\n${text}`}`;
    try {
      const response = await fetch(url, {
        method,
        headers,
        ...(text !== undefined && { body: text }),
        signal: AbortSignal.timeout(this.options.timeoutMs),
      });
      const received = await response.text();
      this.record(sent, `${response.status}\n${received}`);
      return { status: response.status, headers: response.headers, text: received, json: parsed(received) };
    } catch (error) {
      throw new VerificationError(`${method} ${url.href} got no answer: ${reasonOf(error)}`, {
        cause: error,
      });
    }
  }
}

function reasonOf(error: unknown): string {
  const { message, cause } = error as Error;
  const inner = cause instanceof Error ? `${cause.message || (cause as NodeJS.ErrnoException).code}` : "";
  return inner === "" ? message : `${message} (${inner})`;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function cut(text: string): string {
  return text.length <= MAX_SHOWN ? text : `${text.slice(0, MAX_SHOWN)}… (${text.length} characters)`;
}
