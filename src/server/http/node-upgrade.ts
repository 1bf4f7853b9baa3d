import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import type { WebSocket, WebSocketServer } from "ws";
import { ENDPOINTS } from "../../protocol/index.js";
import { RequestError } from "../core/request-error.js";
import type { AccessContext } from "../server-options.js";
import type { SyncServer } from "../sync-server.js";
import { errorAnswer, type HttpAnswer } from "./http-answer.js";
import { toHttpRequest } from "./node-request.js";
import { admitStream } from "./stream-access.js";
import { WebSocketStream } from "./web-socket-stream.js";

/** What a client may send on a notification socket: nothing but pongs and closes. */
const MAX_INCOMING_BYTES = 1024;

/** How long a socket may take to answer a close before it is cut. */
const CLOSE_TIMEOUT_MS = 2_000;

const STATUS_TEXTS: { readonly [status: number]: string } = {
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  409: "Conflict",
  503: "Service Unavailable",
};

function refuse(socket: Duplex, { status, headers, body }: HttpAnswer): void {
  const lines = [
    `HTTP/1.1 ${status} ${STATUS_TEXTS[status] ?? "Error"}`,
    ...Object.entries({
      ...headers,
      connection: "close",
      "content-length": String(Buffer.byteLength(body)),
    }).map(([name, value]) => `${name}: ${value}`),
  ];
  // A peer that never closes its side must not keep the socket.
  socket.once("finish", destroy);
  socket.end(`${lines.join("\r\n")}\r\n\r\n${body}`);
}

/** One function for all sockets: a closure would keep the request for as long as the socket is open. */
function destroy(this: Duplex): void {
  this.destroy();
}

function terminate(this: WebSocket): void {
  this.terminate();
}

/** Takes WebSocket upgrades of one server; `ws` is loaded with the first of them. */
export class NodeUpgrade {
  readonly #server: SyncServer;
  readonly #basePath: string;
  #sockets: Promise<WebSocketServer> | undefined;

  constructor(server: SyncServer, basePath: string) {
    this.#server = server;
    this.#basePath = basePath;
  }

  /** Whether the upgrade was for this server; if so it is answered. */
  handle(message: IncomingMessage, transport: Duplex, head: Buffer): boolean {
    const request = toHttpRequest(message, this.#basePath);
    if (request?.path !== ENDPOINTS.notify) return false;
    transport.on("error", destroy);
    this.#accept(message, transport, head).catch((error: unknown) =>
      refuse(transport, errorAnswer(error, this.#server.log)),
    );
    return true;
  }

  /** Refuses an upgrade that is for nobody. */
  refuse(transport: Duplex): void {
    refuse(transport, errorAnswer(new RequestError("no_such_endpoint"), this.#server.log));
  }

  async #accept(message: IncomingMessage, transport: Duplex, head: Buffer): Promise<void> {
    const request = toHttpRequest(message, this.#basePath);
    if (request === undefined) throw new RequestError("no_such_endpoint");
    const access = await admitStream(this.#server, request);
    this.#sockets ??= createSocketServer();
    const sockets = await this.#sockets;
    if (transport.destroyed) return;
    let failure: unknown;
    sockets.handleUpgrade(message, transport, head, (socket: WebSocket) => {
      try {
        this.#open(access, socket, transport);
      } catch (error) {
        socket.on("error", terminate).close(1013, error instanceof RequestError ? error.code : "internal");
        if (!(error instanceof RequestError)) failure = error;
      }
    });
    if (failure !== undefined) this.#server.log({ level: "error", event: "request_failed", error: failure });
  }

  #open(access: AccessContext, socket: WebSocket, transport: Duplex): void {
    const { limits, log } = this.#server;
    const onSlow = () => log({ level: "warn", event: "slow_stream_dropped", roomId: access.roomId });
    const stream = new WebSocketStream(access, socket, transport, limits.maxStreamBufferBytes, onSlow);
    socket.on("close", this.#server.subscribe(stream)).on("error", terminate);
  }
}

async function createSocketServer(): Promise<WebSocketServer> {
  const ws = await import("ws");
  // Named apart, since the package's types lag behind it: they do not know `closeTimeout`.
  const options = {
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: MAX_INCOMING_BYTES,
    skipUTF8Validation: true,
    closeTimeout: CLOSE_TIMEOUT_MS,
  };
  return new ws.WebSocketServer(options);
}
