import { RequestError } from "../core/request-error.js";
import { TransientFailure } from "../transient-failure.js";
import type { Log } from "../log.js";

/** An answer before an adapter sends it. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: { readonly [name: string]: string };
  readonly body: string;
}

const JSON_HEADERS = { "content-type": "application/json; charset=utf-8", "cache-control": "no-store" };

export function jsonAnswer(
  status: number,
  body: string,
  headers?: { readonly [name: string]: string },
): HttpAnswer {
  return { status, headers: headers === undefined ? JSON_HEADERS : { ...JSON_HEADERS, ...headers }, body };
}

function retryAfter(milliseconds: number | undefined): { readonly [name: string]: string } {
  return milliseconds === undefined
    ? {}
    : { "retry-after": String(Math.max(1, Math.ceil(milliseconds / 1000))) };
}

/** The answer to a request that failed; what was not meant for the client stays in the log (P8, P9, P36). */
export function errorAnswer(error: unknown, log: Log): HttpAnswer {
  if (error instanceof RequestError) {
    return jsonAnswer(error.status, JSON.stringify(error.toBody()), retryAfter(error.retryAfterMs));
  }
  log({ level: "error", event: "request_failed", error });
  if (error instanceof TransientFailure) {
    return errorAnswer(new RequestError("overloaded", undefined, { retryAfterMs: error.retryAfterMs }), log);
  }
  return errorAnswer(new RequestError("internal"), log);
}
