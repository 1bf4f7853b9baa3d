import type { Duplex } from "node:stream";
import type { WebSocket } from "ws";
import type { NotificationFrame, NotificationStream } from "../notify/notification-stream.js";
import type { AccessContext } from "../server-options.js";

/** The close code for "service restart": come back, here or elsewhere. */
const SERVICE_RESTART = 1012;

/** Notifications over a WebSocket; one that does not answer pings, or does not read, is dropped (P30). */
export class WebSocketStream implements NotificationStream {
  readonly roomId: string;
  readonly user: AccessContext["user"];
  readonly clientId: string | undefined;
  readonly #socket: WebSocket;
  readonly #transport: Duplex;
  readonly #maxBufferBytes: number;
  readonly #onSlow: () => void;
  #isAlive = true;

  constructor(
    access: AccessContext,
    socket: WebSocket,
    transport: Duplex,
    maxBufferBytes: number,
    onSlow: () => void,
  ) {
    this.roomId = access.roomId;
    this.user = access.user;
    this.clientId = access.clientId;
    this.#socket = socket;
    this.#transport = transport;
    this.#maxBufferBytes = maxBufferBytes;
    this.#onSlow = onSlow;
    socket.on("pong", () => {
      this.#isAlive = true;
    });
  }

  /** Writes the ready frame past `ws`: without compression every write is whole frames, so none is torn apart. */
  send(frame: NotificationFrame): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    this.#transport.write(frame.webSocket);
    if (this.#transport.writableLength <= this.#maxBufferBytes) return;
    this.#onSlow();
    this.#socket.terminate();
  }

  ping(): void {
    if (!this.#isAlive) return this.#socket.terminate();
    this.#isAlive = false;
    this.#socket.ping();
  }

  end(): void {
    this.#socket.close(SERVICE_RESTART, "Come back");
  }
}
