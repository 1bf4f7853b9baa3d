import type { LegacyCredentials } from "./legacy-input.js";
import { ROOM_PARAMETER } from "../../protocol/index.js";
import type { ServerRequest } from "../server-request.js";

/** The names that a token may have in the query of a legacy client's address; `bearerToken` reads the first. */
const TOKEN_PARAMETERS = ["access_token", "authToken", "token"];

/** The request of a legacy client, with what it says of itself in the query or in an `auth` message where hooks look for it. */
export function legacyRequest(request: ServerRequest, credentials: LegacyCredentials = {}): ServerRequest {
  const { query } = request;
  const get = (name: string): string | null => {
    if (name === ROOM_PARAMETER) return credentials.roomId ?? query.get(name);
    if (name === "userId") return credentials.userId ?? query.get(name);
    if (name !== TOKEN_PARAMETERS[0]) return query.get(name);
    return credentials.token || tokenIn(query);
  };
  return { ...request, query: { get } };
}

function tokenIn(query: ServerRequest["query"]): string | null {
  for (const name of TOKEN_PARAMETERS) {
    const token = query.get(name);
    if (token) return token;
  }
  return null;
}

/** Whether the request itself says who asks. */
export function hasToken(request: ServerRequest): boolean {
  return request.header("authorization") !== undefined || tokenIn(request.query) !== null;
}
