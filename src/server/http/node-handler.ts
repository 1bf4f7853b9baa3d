import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { ENDPOINTS, type RequestErrorCode } from "../../protocol/index.js";
import { RequestError } from "../core/request-error.js";
import type { SyncServer } from "../sync-server.js";
import { answerRequest } from "./answer-request.js";
import { corsHeaders } from "./cors.js";
import { EVENT_STREAM_HEADERS, EventStream, type EventSink } from "./event-stream.js";
import { errorAnswer, type HttpAnswer } from "./http-answer.js";
import type { HttpRequest } from "./http-request.js";
import { answerParserError, LINGER_MS, sendRaw, takeSocket } from "./node-raw-answer.js";
import { toHttpRequest } from "./node-request.js";
import { NodeUpgrade } from "./node-upgrade.js";
import { admitStream, wantsEventStream } from "./stream-access.js";

/** A sync server for Node's own `http`, and for what is built on it. */
export interface NodeHandler {
  /** Answers a request; one that is not for this server goes to `next`, or is 404. */
  (request: IncomingMessage, response: ServerResponse, next?: () => void): void;
  /** Takes an upgrade; false where it is not for this server. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean;
  /** Serves all requests and upgrades of an HTTP server. */
  attach(httpServer: Server): void;
}

function send(
  message: IncomingMessage,
  response: ServerResponse,
  { status, headers, body }: HttpAnswer,
): void {
  // What is left of a body that nobody reads would hold the connection, so that goes with the answer.
  const isWhole = message.complete || message.method === "GET" || message.method === "OPTIONS";
  const fields: string[] = [];
  for (const name in headers) fields.push(name, headers[name] as string);
  if (status !== 204) fields.push("content-length", String(Buffer.byteLength(body)));
  if (!isWhole) fields.push("connection", "close");
  response.writeHead(status, fields);
  if (isWhole) response.end(body);
  else {
    response.write(body);
    endLater(message, response);
  }
}

/** Ends the answer, and the connection, when the client has sent all or has gone, or after a while. */
function endLater(message: IncomingMessage, response: ServerResponse): void {
  const end = (): void => {
    clearTimeout(timer);
    response.end();
  };
  takeSocket(message.socket);
  const timer = setTimeout(end, LINGER_MS);
  message.once("end", end).once("close", end).resume();
}

function responseSink(response: ServerResponse): EventSink {
  return {
    write: (bytes) => void response.write(bytes),
    bufferedBytes: () => response.writableLength,
    end: () => void response.end(),
    destroy: () => void response.destroy(),
  };
}

async function openEventStream(
  server: SyncServer,
  request: HttpRequest,
  response: ServerResponse,
): Promise<void> {
  const access = await admitStream(server, request);
  if (response.destroyed) return;
  const onSlow = () => server.log({ level: "warn", event: "slow_stream_dropped", roomId: access.roomId });
  response.on("error", () => response.destroy());
  const cors = corsHeaders(request, server.options.origins);
  const sink = responseSink(response);
  const stream = new EventStream(access, sink, server.limits.maxStreamBufferBytes, onSlow);
  response.once("close", server.subscribe(stream));
  takeSocket(response.socket);
  // Without chunks, which each stream would make of an event for itself; the stream ends with its connection.
  response.removeHeader("transfer-encoding");
  response.writeHead(200, { ...EVENT_STREAM_HEADERS, ...cors, connection: "close" });
  stream.start();
}

/** Serves Node requests without making web ones of them. */
export function createNodeHandler(server: SyncServer): NodeHandler {
  const basePath = server.options.basePath ?? "";
  const upgrades = new NodeUpgrade(server, basePath);

  const handle = (message: IncomingMessage, response: ServerResponse, next?: () => void): void => {
    const request = toHttpRequest(message, basePath);
    const isOurs = request !== undefined && request.path.startsWith("/sync/");
    if (!isOurs && next !== undefined) return next();
    const answer = (result: HttpAnswer) => {
      if (!response.destroyed && !response.headersSent) send(message, response, result);
    };
    if (request === undefined) {
      return answer(errorAnswer(new RequestError("no_such_endpoint"), server.log));
    }
    if (request.path === ENDPOINTS.legacy && request.method === "GET") {
      return answer(errorAnswer(new RequestError("upgrade_required"), server.log));
    }
    if (request.path === ENDPOINTS.notify && request.method !== "OPTIONS") {
      const opened = wantsEventStream(request)
        ? openEventStream(server, request, response)
        : Promise.reject(new RequestError("upgrade_required"));
      opened.catch((error: unknown) => answer(errorAnswer(error, server.log)));
      return;
    }
    void answerRequest(server, request).then(answer);
  };

  const upgrade = (message: IncomingMessage, socket: Duplex, head: Buffer) =>
    upgrades.handle(message, socket, head);
  const attach = (httpServer: Server): void => {
    const refuse = (socket: Duplex, code: RequestErrorCode) =>
      sendRaw(socket, errorAnswer(new RequestError(code), server.log));
    // A server that lets requests without a host through to here has them answered with a code.
    const serve = (message: IncomingMessage, response: ServerResponse): void => {
      if (message.headers.host !== undefined || message.httpVersion !== "1.1") handle(message, response);
      else send(message, response, errorAnswer(new RequestError("invalid_http"), server.log));
    };
    httpServer
      .on("request", serve)
      // Expectations but "100-continue" are nobody's; Node would answer them without a code.
      .on("checkExpectation", serve)
      .on("upgrade", (message: IncomingMessage, socket: Duplex, head: Buffer) => {
        if (!upgrade(message, socket, head)) refuse(socket, "no_such_endpoint");
      })
      .on("connect", (_message: IncomingMessage, socket: Duplex) => refuse(socket, "method_not_allowed"))
      .on("clientError", (error, socket) => answerParserError(error, socket, server.log));
  };
  return Object.assign(handle, { upgrade, attach });
}
