import { ENDPOINTS, parsePushRequest, parseStateSyncRequest } from "../../protocol/index.js";
import type { ValidationResult } from "../../validation/index.js";
import { wait, type Steps } from "../awaitable.js";
import { stateAnswerToJson } from "../core/pull.js";
import { RequestError } from "../core/request-error.js";
import type { SyncServer } from "../sync-server.js";
import { confirmationsToJson } from "./confirmations-json.js";
import { jsonAnswer, type HttpAnswer } from "./http-answer.js";
import type { HttpRequest } from "./http-request.js";

/** A path that the server answers with one JSON text; streams are the adapters' own. */
export interface Endpoint {
  readonly method: "GET" | "POST";
  readonly answer: (server: SyncServer, request: HttpRequest) => Steps<HttpAnswer>;
}

/** JSON as it is: what is compressed could unfold to any size. */
const isJson = (request: HttpRequest): boolean =>
  /^application\/json *(;|$)/i.test(request.header("content-type") ?? "") &&
  request.header("content-encoding") === undefined;

/** The body as the message it should be (P3). @throws RequestError */
function* readMessage<Message>(
  server: SyncServer,
  request: HttpRequest,
  parse: (value: unknown) => ValidationResult<Message>,
): Steps<Message> {
  if (!isJson(request)) throw new RequestError("unsupported_media_type");
  const text = yield* wait(request.readBody(server.limits.maxBodyBytes, server.limits.bodyTimeoutMs));
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new RequestError("invalid_json");
  }
  const parsed = parse(value);
  if (parsed.ok) return parsed.value;
  const issues = parsed.issues.map(({ path, message }) => ({ path, message }));
  throw new RequestError("invalid_request", undefined, { issues });
}

function* push(server: SyncServer, request: HttpRequest): Steps<HttpAnswer> {
  const access = yield* wait(server.admit(request));
  const { operations, bare } = yield* readMessage(server, request, parsePushRequest);
  const { confirmations, expectedOperationId } = yield* wait(server.push(operations, access));
  if (expectedOperationId !== undefined) {
    throw new RequestError("operation_gap", undefined, { expectedOperationId, confirmations });
  }
  const confirmed = confirmationsToJson(confirmations);
  return jsonAnswer(200, bare ? confirmed : `{"confirmations":${confirmed}}`);
}

function* pull(server: SyncServer, request: HttpRequest): Steps<HttpAnswer> {
  const access = yield* wait(server.admit(request));
  const message = yield* readMessage(server, request, parseStateSyncRequest);
  return jsonAnswer(200, stateAnswerToJson(yield* wait(server.pull(message, access))));
}

function* health(server: SyncServer): Steps<HttpAnswer> {
  const answer = yield* wait(server.health());
  return jsonAnswer(answer.status === "ok" ? 200 : 503, JSON.stringify(answer));
}

/** The endpoints by path (P2, P14). */
export const JSON_ENDPOINTS: ReadonlyMap<string, Endpoint> = new Map<string, Endpoint>([
  [ENDPOINTS.operations, { method: "POST", answer: push }],
  [ENDPOINTS.state, { method: "POST", answer: pull }],
  [ENDPOINTS.health, { method: "GET", answer: health }],
]);
