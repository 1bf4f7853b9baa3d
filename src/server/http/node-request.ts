import type { IncomingMessage } from "node:http";
import type { Awaitable } from "../awaitable.js";
import { RequestError } from "../core/request-error.js";
import type { HttpRequest } from "./http-request.js";
import { mountedPath } from "./mounted-path.js";

const NO_QUERY = new URLSearchParams();

/** A Node request as the server sees it, or undefined where it is not below the base path. */
export function toHttpRequest(message: IncomingMessage, basePath: string): HttpRequest | undefined {
  const url = message.url ?? "/";
  const mark = url.indexOf("?");
  const path = mountedPath(mark === -1 ? url : url.slice(0, mark), basePath);
  if (path === undefined) return undefined;
  return new NodeRequest(message, path, mark === -1 ? NO_QUERY : new URLSearchParams(url.slice(mark + 1)));
}

class NodeRequest implements HttpRequest {
  readonly native: IncomingMessage;
  readonly path: string;
  readonly query: URLSearchParams;

  constructor(native: IncomingMessage, path: string, query: URLSearchParams) {
    this.native = native;
    this.path = path;
    this.query = query;
  }

  get method(): string {
    return this.native.method ?? "GET";
  }

  get remoteAddress(): string | undefined {
    return this.native.socket.remoteAddress;
  }

  readonly header = (name: string): string | undefined => {
    const value = this.native.headers[name];
    return Array.isArray(value) ? value.join(", ") : value;
  };

  readBody(maxBytes: number, timeoutMs: number): Awaitable<string> {
    // Most come whole with their headers: those take no listener and no timer.
    const isHere = this.native.complete && this.native.readableLength <= maxBytes;
    return isHere ? readWhole(this.native) : readBody(this.native, maxBytes, timeoutMs);
  }
}

/** All of a body that has arrived. */
function readWhole(message: IncomingMessage): string {
  const bytes = message.read() as Buffer | null;
  return bytes === null ? "" : bytes.toString("utf8");
}

function readBody(message: IncomingMessage, maxBytes: number, timeoutMs: number): Promise<string> {
  return new Promise((resolve, fail) => {
    if (Number(message.headers["content-length"] ?? 0) > maxBytes)
      return fail(new RequestError("body_too_large"));
    const chunks: Buffer[] = [];
    let size = 0;
    let isSettled = false;
    const stop = (error: RequestError) => {
      if (isSettled) return;
      isSettled = true;
      clearTimeout(timer);
      message.pause();
      fail(error);
    };
    const timer = setTimeout(() => stop(new RequestError("body_timeout")), timeoutMs);
    const onGone = () => {
      if (!isSettled) stop(new RequestError("invalid_json", "The body ended early"));
    };
    message
      .on("data", (chunk: Buffer) => {
        size += chunk.length;
        if (size > maxBytes) stop(new RequestError("body_too_large"));
        else if (!isSettled) chunks.push(chunk);
      })
      .on("end", () => {
        if (isSettled) return;
        isSettled = true;
        clearTimeout(timer);
        const only = chunks.length === 1 ? chunks[0] : undefined;
        resolve((only ?? Buffer.concat(chunks)).toString("utf8"));
      })
      .on("error", onGone)
      .on("close", onGone);
  });
}
