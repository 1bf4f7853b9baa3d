import type { IncomingMessage } from "node:http";

/** A request as the server's hooks see it, whatever adapter it came through. */
export interface ServerRequest {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly query: { get(name: string): string | null };
  /** By lower-case name. */
  readonly header: (name: string) => string | undefined;
  /** The address of the peer, where the adapter knows it; behind a proxy, the proxy's. */
  readonly remoteAddress?: string | undefined;
  /** What the adapter was given. */
  readonly native: Request | IncomingMessage;
}

/**
 * The token of `Authorization: Bearer …`, or of the query parameter `access_token`, which is how browsers can
 * authenticate a WebSocket or an event stream. An empty token is none.
 */
export function bearerToken(request: ServerRequest): string | undefined {
  const header = request.header("authorization");
  if (header !== undefined) return /^bearer +(\S+) *$/i.exec(header)?.[1];
  return request.query.get("access_token") || undefined;
}
