import { RequestError } from "../core/request-error.js";
import type { SyncServer } from "../sync-server.js";
import { corsHeaders, preflightHeaders } from "./cors.js";
import { JSON_ENDPOINTS } from "./endpoints.js";
import { errorAnswer, type HttpAnswer } from "./http-answer.js";
import type { HttpRequest } from "./http-request.js";

async function route(server: SyncServer, request: HttpRequest): Promise<HttpAnswer> {
  const endpoint = JSON_ENDPOINTS.get(request.path);
  try {
    if (endpoint === undefined) throw new RequestError("no_such_endpoint");
    if (request.method === endpoint.method) return await endpoint.answer(server, request);
    throw new RequestError("method_not_allowed");
  } catch (error) {
    const answer = errorAnswer(error, server.log);
    if (answer.status !== 405 || endpoint === undefined) return answer;
    return { ...answer, headers: { ...answer.headers, allow: endpoint.method } };
  }
}

/** Answers every request but those for streams. Never throws. */
export async function answerRequest(server: SyncServer, request: HttpRequest): Promise<HttpAnswer> {
  const { origins } = server.options;
  if (request.method === "OPTIONS") {
    return { status: 204, headers: preflightHeaders(request, origins), body: "" };
  }
  const answer = await route(server, request);
  const cors = corsHeaders(request, origins);
  return cors === undefined ? answer : { ...answer, headers: { ...answer.headers, ...cors } };
}
