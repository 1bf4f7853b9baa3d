import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import type { WebSocket, WebSocketServer } from "ws";
import { ENDPOINTS } from "../../protocol/index.js";
import { RequestError } from "../core/request-error.js";
import type { Log } from "../log.js";
import type { AccessContext } from "../server-options.js";
import type { SyncServer } from "../sync-server.js";
import { errorAnswer } from "./http-answer.js";
import { NodeLegacyUpgrade } from "./node-legacy-upgrade.js";
import { refuseHandshake, sendRaw } from "./node-raw-answer.js";
import { toHttpRequest } from "./node-request.js";
import { admitStream } from "./stream-access.js";
import { WebSocketStream } from "./web-socket-stream.js";

/** What a client may send on a notification socket: nothing but pongs and closes. */
const MAX_INCOMING_BYTES = 1024;

/** How long a socket may take to answer a close before it is cut. */
const CLOSE_TIMEOUT_MS = 2_000;

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
  readonly #legacy: NodeLegacyUpgrade;
  #sockets: Promise<WebSocketServer> | undefined;

  constructor(server: SyncServer, basePath: string) {
    this.#server = server;
    this.#basePath = basePath;
    this.#legacy = new NodeLegacyUpgrade(server);
  }

  /** Whether the upgrade was for this server; if so it is answered. */
  handle(message: IncomingMessage, transport: Duplex, head: Buffer): boolean {
    const request = toHttpRequest(message, this.#basePath);
    const isLegacy = request?.path === ENDPOINTS.legacy;
    if (request === undefined || !(isLegacy || request.path === ENDPOINTS.notify)) return false;
    transport.on("error", destroy);
    const accepted = isLegacy
      ? this.#legacy.accept(request, message, transport, head)
      : this.#accept(message, transport, head);
    accepted.catch((error: unknown) => sendRaw(transport, errorAnswer(error, this.#server.log)));
    return true;
  }

  async #accept(message: IncomingMessage, transport: Duplex, head: Buffer): Promise<void> {
    const request = toHttpRequest(message, this.#basePath);
    if (request === undefined) throw new RequestError("no_such_endpoint");
    if (message.method !== "GET") throw new RequestError("method_not_allowed");
    const access = await admitStream(this.#server, request);
    this.#sockets ??= createSocketServer(this.#server.log);
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

async function createSocketServer(log: Log): Promise<WebSocketServer> {
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
  const sockets = new ws.WebSocketServer(options);
  return sockets.on("wsClientError", (_error, transport) => refuseHandshake(transport, log));
}
