import {
  CLIENT_VERSION_HEADER,
  CLIENT_VERSION_PARAMETER,
  CONTRACT_HEADER,
  DEFAULT_ROOM,
  isKey,
  PROTOCOL_HEADER,
  PROTOCOL_VERSION,
  ROOM_PARAMETER,
} from "../../protocol/index.js";
import type { AccessContext, SyncServerOptions } from "../server-options.js";
import type { ServerRequest } from "../server-request.js";
import { RequestError } from "./request-error.js";

/** Headers are looked up by lower-case name. */
const PROTOCOL_NAME = PROTOCOL_HEADER.toLowerCase();
const CONTRACT_NAME = CONTRACT_HEADER.toLowerCase();
const CLIENT_VERSION_NAME = CLIENT_VERSION_HEADER.toLowerCase();

/** Whether a page of the request's origin may use the server: its own, none at all, or one of the options'. */
export function isOriginAllowed(request: ServerRequest, origins: SyncServerOptions["origins"]): boolean {
  const origin = request.header("origin");
  if (origin === undefined || origins === "*" || origins?.includes(origin) === true) return true;
  const host = request.header("host");
  return host !== undefined && URL.canParse(origin) && new URL(origin).host === host;
}

/** The fingerprint of the client's contract, where it says so (P35). */
function checkVersions(
  request: ServerRequest,
  { evolution }: SyncServerOptions,
  unsupportedContracts: ReadonlySet<string>,
): string | undefined {
  const protocol = request.header(PROTOCOL_NAME);
  if (protocol !== undefined && protocol !== String(PROTOCOL_VERSION))
    throw new RequestError("protocol_unsupported");
  const contract = request.header(CONTRACT_NAME);
  if (contract === undefined) return undefined;
  const former = evolution?.former;
  const isRefused =
    former !== undefined && Object.hasOwn(former, contract) && former[contract]?.refused === true;
  if (isRefused || unsupportedContracts.has(contract)) throw new RequestError("contract_unsupported");
  return contract;
}

/**
 * Who asks, and for which room (P1, P35).
 * @throws RequestError `origin_not_allowed`, `protocol_unsupported`, `contract_unsupported`, `unauthenticated`, `forbidden`
 */
export async function admit(
  options: SyncServerOptions,
  unsupportedContracts: ReadonlySet<string>,
  request: ServerRequest,
): Promise<AccessContext> {
  if (!isOriginAllowed(request, options.origins)) throw new RequestError("origin_not_allowed");
  const contract = checkVersions(request, options, unsupportedContracts);
  const roomId = request.query.get(ROOM_PARAMETER) ?? DEFAULT_ROOM;
  if (!isKey(roomId)) {
    const issues = [{ path: [ROOM_PARAMETER], message: "Expected a string of 1 to 256 characters" }];
    throw new RequestError("invalid_request", undefined, { issues });
  }
  const user = options.allowAnonymous === true ? undefined : await options.authenticate(request, roomId);
  if (user === undefined && options.allowAnonymous !== true) throw new RequestError("unauthenticated");
  const clientVersion =
    request.header(CLIENT_VERSION_NAME) ?? request.query.get(CLIENT_VERSION_PARAMETER) ?? undefined;
  const access = { roomId, user, contract, clientVersion };
  if (options.authorizeRoom !== undefined && (await options.authorizeRoom(access)) !== true) {
    throw new RequestError("forbidden");
  }
  return access;
}
