import type { Awaitable } from "../awaitable.js";
import type { ServerRequest } from "../server-request.js";

/** A request whose body is still to be read. */
export interface HttpRequest extends ServerRequest {
  /** The whole body. @throws RequestError `body_too_large` as soon as it is known to be (P11) */
  readBody(maxBytes: number, timeoutMs: number): Awaitable<string>;
}
