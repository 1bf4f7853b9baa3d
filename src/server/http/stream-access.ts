import { CLIENT_PARAMETER, isKey } from "../../protocol/index.js";
import type { AccessContext } from "../server-options.js";
import type { ServerRequest } from "../server-request.js";
import type { SyncServer } from "../sync-server.js";

/** Who opens a notification stream, for which room, and whose confirmations it wants (P29). @throws RequestError */
export async function admitStream(server: SyncServer, request: ServerRequest): Promise<AccessContext> {
  const access = await server.admit(request);
  const clientId = request.query.get(CLIENT_PARAMETER);
  return { ...access, clientId: isKey(clientId) ? clientId : undefined };
}

export function wantsEventStream(request: ServerRequest): boolean {
  return request.method === "GET" && (request.header("accept") ?? "").includes("text/event-stream");
}
