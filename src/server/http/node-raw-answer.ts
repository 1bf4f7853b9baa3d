import type { Duplex } from "node:stream";
import { RequestError } from "../core/request-error.js";
import type { Log } from "../log.js";
import { errorAnswer, type HttpAnswer } from "./http-answer.js";

const STATUS_TEXTS: { readonly [status: number]: string } = {
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  405: "Method Not Allowed",
  408: "Request Timeout",
  409: "Conflict",
  413: "Payload Too Large",
  426: "Upgrade Required",
  431: "Request Header Fields Too Large",
  500: "Internal Server Error",
  503: "Service Unavailable",
};

/** How long a client may go on sending what is thrown away, in milliseconds: cut off at once it may never see its answer. */
export const LINGER_MS = 1_000;

/** Sockets that are answered and only wait to be closed. */
const refused = new WeakSet<Duplex>();

/** Answers on a bare socket, where Node has made no response, and closes it. */
export function sendRaw(socket: Duplex, { status, headers, body }: HttpAnswer): void {
  const lines = [
    `HTTP/1.1 ${status} ${STATUS_TEXTS[status] ?? "Error"}`,
    ...Object.entries({
      ...headers,
      connection: "close",
      "content-length": String(Buffer.byteLength(body)),
    }).map(([name, value]) => `${name}: ${value}`),
  ];
  refused.add(socket);
  const timer = setTimeout(() => socket.destroy(), LINGER_MS);
  // Node has taken its own listener off, and a client may be gone before it is answered.
  socket.on("error", () => socket.destroy()).once("close", () => clearTimeout(timer));
  socket.end(`${lines.join("\r\n")}\r\n\r\n${body}`);
  socket.resume();
}

/** An upgrade to something else, or a handshake that is none: by itself `ws` would answer without a code (P36). */
export function refuseHandshake(socket: Duplex, log: Log): void {
  sendRaw(socket, errorAnswer(new RequestError("upgrade_required"), log));
}

/** What Node's HTTP parser gave up on, as a code of the table (P36). */
function parserError(code: string | undefined): RequestError {
  switch (code) {
    case "HPE_HEADER_OVERFLOW":
      return new RequestError("headers_too_large");
    case "HPE_CHUNK_EXTENSIONS_OVERFLOW":
      return new RequestError("body_too_large");
    case "ERR_HTTP_REQUEST_TIMEOUT":
      return new RequestError("body_timeout");
    default:
      return new RequestError("invalid_http");
  }
}

/** Sockets with an answer that outlasts its request, and is the last on them: nothing goes behind it. */
const taken = new WeakSet<Duplex>();

/** Keeps the socket for the answer that is under way, whatever the client goes on to send. */
export function takeSocket(socket: Duplex | null): void {
  if (socket !== null) taken.add(socket);
}

/** Answers what never became a request; Node by itself would answer without a code. */
export function answerParserError(error: NodeJS.ErrnoException, socket: Duplex, log: Log): void {
  if (refused.has(socket)) return;
  if (error.code === "ECONNRESET" || !socket.writable || taken.has(socket)) socket.destroy();
  else sendRaw(socket, errorAnswer(parserError(error.code), log));
}
