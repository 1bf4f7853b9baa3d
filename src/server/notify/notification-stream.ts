import type { User } from "../user.js";

/** One open line to a client: a WebSocket or an event stream. */
export interface NotificationStream {
  readonly roomId: string;
  readonly user: User | undefined;
  /** Whose confirmations it gets (P29). */
  readonly clientId: string | undefined;
  /** Sends one notification, or drops the stream where too much waits already (P30). */
  send(frame: NotificationFrame): void;
  /** Sends a sign of life, and drops a stream that gave none since the last one (P30). */
  ping(): void;
  /** Ends the stream for good; the client comes back elsewhere or later. */
  end(): void;
}

/** A notification in the forms that streams send it in, each made once for all of them. */
export interface NotificationFrame {
  readonly json: string;
  /** One unmasked, uncompressed WebSocket text frame (RFC 6455, 5.2). */
  readonly webSocket: Uint8Array;
  /** One event of a `text/event-stream`. */
  readonly eventStream: Uint8Array;
}

const encoder = new TextEncoder();

/** A frame of a JSON text, which has no line breaks. */
export function createNotificationFrame(json: string): NotificationFrame {
  let webSocket: Uint8Array | undefined;
  let eventStream: Uint8Array | undefined;
  return {
    json,
    get webSocket() {
      webSocket ??= webSocketTextFrame(json);
      return webSocket;
    },
    get eventStream() {
      eventStream ??= shared(encoder.encode(`data: ${json}\n\n`));
      return eventStream;
    },
  };
}

/** Of bytes that are no Buffer, Node makes one for each stream anew. */
function shared(bytes: Uint8Array): Uint8Array {
  return typeof Buffer === "function" ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length) : bytes;
}

function webSocketTextFrame(text: string): Uint8Array {
  const payload = encoder.encode(text);
  const headLength = payload.length < 126 ? 2 : payload.length < 65_536 ? 4 : 10;
  const frame = new Uint8Array(headLength + payload.length);
  const view = new DataView(frame.buffer);
  frame[0] = 0x81;
  if (headLength === 2) frame[1] = payload.length;
  else if (headLength === 4) {
    frame[1] = 126;
    view.setUint16(2, payload.length);
  } else {
    frame[1] = 127;
    view.setBigUint64(2, BigInt(payload.length));
  }
  frame.set(payload, headLength);
  return shared(frame);
}
