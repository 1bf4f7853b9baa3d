import { isOriginAllowed } from "../core/admission.js";
import { CLIENT_VERSION_HEADER, CONTRACT_HEADER, PROTOCOL_HEADER } from "../../protocol/index.js";
import type { SyncServerOptions } from "../server-options.js";
import type { ServerRequest } from "../server-request.js";

const MAX_AGE_S = 600;

/** What a browser must be told so that pages of an allowed origin can read the answer. */
export function corsHeaders(
  request: ServerRequest,
  origins: SyncServerOptions["origins"],
): { readonly [name: string]: string } | undefined {
  const origin = request.header("origin");
  if (origin === undefined || !isOriginAllowed(request, origins)) return undefined;
  return {
    "access-control-allow-origin": origin,
    "access-control-allow-credentials": "true",
    "access-control-expose-headers": "Retry-After",
    vary: "Origin",
  };
}

/** What a browser asks before it sends JSON across origins. */
export function preflightHeaders(
  request: ServerRequest,
  origins: SyncServerOptions["origins"],
): { readonly [name: string]: string } {
  const headers = corsHeaders(request, origins);
  if (headers === undefined) return {};
  return {
    ...headers,
    "access-control-allow-methods": "GET, POST",
    "access-control-allow-headers": `Content-Type, Authorization, ${CONTRACT_HEADER}, ${PROTOCOL_HEADER}, ${CLIENT_VERSION_HEADER}`,
    "access-control-max-age": String(MAX_AGE_S),
  };
}
