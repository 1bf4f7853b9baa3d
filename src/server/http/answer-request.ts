import { RequestError } from "../core/request-error.js";
import { settle, type Steps } from "../awaitable.js";
import type { SyncServer } from "../sync-server.js";
import { corsHeaders, preflightHeaders } from "./cors.js";
import { JSON_ENDPOINTS } from "./endpoints.js";
import { errorAnswer, type HttpAnswer } from "./http-answer.js";
import type { HttpRequest } from "./http-request.js";

function* route(server: SyncServer, request: HttpRequest): Steps<HttpAnswer> {
  const endpoint = JSON_ENDPOINTS.get(request.path);
  try {
    if (endpoint === undefined) throw new RequestError("no_such_endpoint");
    if (request.method === endpoint.method) return yield* endpoint.answer(server, request);
    throw new RequestError("method_not_allowed");
  } catch (error) {
    const refused = errorAnswer(error, server.log);
    if (refused.status !== 405 || endpoint === undefined) return refused;
    return { ...refused, headers: { ...refused.headers, allow: endpoint.method } };
  }
}

function* answer(server: SyncServer, request: HttpRequest): Steps<HttpAnswer> {
  const { origins } = server.options;
  if (request.method === "OPTIONS") {
    return { status: 204, headers: preflightHeaders(request, origins), body: "" };
  }
  const routed = yield* route(server, request);
  const cors = corsHeaders(request, origins);
  return cors === undefined ? routed : { ...routed, headers: { ...routed.headers, ...cors } };
}

/** Answers every request but those for streams. Never throws. */
export async function answerRequest(server: SyncServer, request: HttpRequest): Promise<HttpAnswer> {
  return settle(answer(server, request));
}
