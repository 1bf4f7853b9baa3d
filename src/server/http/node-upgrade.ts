import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import type { WebSocket, WebSocketServer } from "ws";
import { ENDPOINTS } from "../../protocol/index.js";
import { RequestError } from "../core/request-error.js";
import type { SyncServer } from "../sync-server.js";
import { errorAnswer, type HttpAnswer } from "./http-answer.js";
import { toHttpRequest } from "./node-request.js";
import { admitStream } from "./stream-access.js";
import { WebSocketStream } from "./web-socket-stream.js";

/** What a client may send on a notification socket: nothing but pongs and closes. */
const MAX_INCOMING_BYTES = 1024;

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
  socket.end(`${lines.join("\r\n")}\r\n\r\n${body}`);
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
    transport.on("error", () => transport.destroy());
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
    const { limits, log } = this.#server;
    const onSlow = () => log({ level: "warn", event: "slow_stream_dropped", roomId: access.roomId });
    await new Promise<void>((resolve, fail) => {
      const onClosed = () => resolve();
      transport.once("close", onClosed);
      sockets.handleUpgrade(message, transport, head, (socket: WebSocket) => {
        transport.removeListener("close", onClosed);
        try {
          const stream = new WebSocketStream(access, socket, transport, limits.maxStreamBufferBytes, onSlow);
          const leave = this.#server.subscribe(stream);
          socket.on("close", leave).on("error", () => socket.terminate());
          resolve();
        } catch (error) {
          socket.close(1013, error instanceof RequestError ? error.code : "internal");
          if (error instanceof RequestError) resolve();
          else fail(error);
        }
      });
    });
  }
}

async function createSocketServer(): Promise<WebSocketServer> {
  const ws = await import("ws");
  return new ws.WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: MAX_INCOMING_BYTES,
    skipUTF8Validation: true,
  });
}
