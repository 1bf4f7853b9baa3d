import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import type { WebSocket, WebSocketServer } from "ws";
import { ROOM_PARAMETER } from "../../protocol/index.js";
import { RequestError } from "../core/request-error.js";
import { refuseHandshake } from "./node-raw-answer.js";
import { hasToken, legacyRequest } from "../legacy/legacy-request.js";
import type { LegacyLine, LegacySocket } from "../legacy/legacy-session.js";
import type { NotificationFrame } from "../notify/notification-stream.js";
import type { Log } from "../log.js";
import type { AccessContext } from "../server-options.js";
import type { ServerRequest } from "../server-request.js";
import type { SyncServer } from "../sync-server.js";

/** How long a socket may take to answer a close before it is cut. */
const CLOSE_TIMEOUT_MS = 2_000;

/** A legacy client's WebSocket. */
class LegacyWebSocket implements LegacySocket {
  readonly #socket: WebSocket;
  readonly #transport: Duplex;

  constructor(socket: WebSocket, transport: Duplex) {
    this.#socket = socket;
    this.#transport = transport;
  }

  /** Writes the ready frame past `ws`: without compression every write is whole frames, so none is torn apart. */
  send(frame: NotificationFrame): void {
    if (this.#socket.readyState === this.#socket.OPEN) this.#transport.write(frame.webSocket);
  }

  ping(text: string): void {
    if (this.#socket.readyState === this.#socket.OPEN) this.#socket.ping(text);
  }

  bufferedBytes(): number {
    return this.#transport.writableLength;
  }

  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  close(code: number, reason: string): void {
    this.#socket.resume();
    this.#socket.close(code, reason);
    const timer = setTimeout(() => this.#socket.terminate(), CLOSE_TIMEOUT_MS);
    this.#socket.once("close", () => clearTimeout(timer));
  }

  terminate(): void {
    this.#socket.terminate();
  }
}

/** Takes the WebSocket upgrades of legacy clients; `ws` is loaded with the first of them. */
export class NodeLegacyUpgrade {
  readonly #server: SyncServer;
  #sockets: Promise<WebSocketServer> | undefined;

  constructor(server: SyncServer) {
    this.#server = server;
  }

  /** @throws RequestError */
  async accept(
    request: ServerRequest,
    message: IncomingMessage,
    transport: Duplex,
    head: Buffer,
  ): Promise<void> {
    const access = await this.#admit(request);
    this.#sockets ??= createSocketServer(this.#server.limits.maxBodyBytes, this.#server.log);
    const sockets = await this.#sockets;
    if (transport.destroyed) return;
    sockets.handleUpgrade(message, transport, head, (socket: WebSocket) => {
      let line: LegacyLine;
      try {
        line = this.#server.legacy.open(new LegacyWebSocket(socket, transport), request, access);
      } catch (error) {
        const reason = error instanceof RequestError ? error.code : "internal";
        return socket.on("error", () => socket.terminate()).close(1013, reason);
      }
      socket
        .on("message", (data: Buffer) => line.onMessage(data.toString("utf8")))
        .on("pong", (data) => line.onPong(data.toString("utf8")))
        .on("close", () => line.onClose())
        .on("error", () => socket.terminate());
      transport.on("drain", () => line.onDrain());
    });
  }

  /**
   * Who asks; undefined where that is still to be said in an `auth` message, because the request names neither a user nor
   * a room. A token that is no good is refused at once.
   */
  async #admit(request: ServerRequest): Promise<AccessContext | undefined> {
    const isNamed = request.query.get(ROOM_PARAMETER) !== null || hasToken(request);
    if (!isNamed) return undefined;
    try {
      return await this.#server.admit(legacyRequest(request));
    } catch (error) {
      const isToBeSaid =
        error instanceof RequestError && error.code === "unauthenticated" && !hasToken(request);
      if (isToBeSaid) return undefined;
      throw error;
    }
  }
}

async function createSocketServer(maxMessageBytes: number, log: Log): Promise<WebSocketServer> {
  const ws = await import("ws");
  const sockets = new ws.WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: maxMessageBytes,
  });
  return sockets.on("wsClientError", (_error, transport) => refuseHandshake(transport, log));
}
