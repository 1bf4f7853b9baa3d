import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import type { WebSocket, WebSocketServer } from "ws";
import { ENDPOINTS } from "../../protocol/index.js";
import { RequestError } from "../core/request-error.js";
import type { Log } from "../log.js";
import type { SyncServer } from "../sync-server.js";
import { errorAnswer } from "./http-answer.js";
import { sendRaw } from "./node-raw-answer.js";
import { toHttpRequest } from "./node-request.js";
import { admitStream } from "./stream-access.js";
import { WebSocketStream } from "./web-socket-stream.js";

/** What a client may send on a notification socket: nothing but pongs and closes. */
const MAX_INCOMING_BYTES = 1024;

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
      sendRaw(transport, errorAnswer(error, this.#server.log)),
    );
    return true;
  }

  async #accept(message: IncomingMessage, transport: Duplex, head: Buffer): Promise<void> {
    const request = toHttpRequest(message, this.#basePath);
    if (request === undefined) throw new RequestError("no_such_endpoint");
    if (message.method !== "GET") throw new RequestError("method_not_allowed");
    const access = await admitStream(this.#server, request);
    this.#sockets ??= createSocketServer(this.#server.log);
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

async function createSocketServer(log: Log): Promise<WebSocketServer> {
  const ws = await import("ws");
  const sockets = new ws.WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: MAX_INCOMING_BYTES,
    skipUTF8Validation: true,
  });
  // An upgrade to something else, or a handshake that is none: by itself `ws` would answer without a code (P36).
  return sockets.on("wsClientError", (_error, transport) =>
    sendRaw(transport, errorAnswer(new RequestError("upgrade_required"), log)),
  );
}
