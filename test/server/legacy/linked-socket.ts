import type { EngineSocket } from "../../../src/client/index.js";
import type { LegacyLine, LegacySocket, ServerRequest, SyncServer } from "../../../src/server/index.js";

type Frame = { readonly kind: "text" | "ping"; readonly text: string };

/** A legacy client's socket to a server in the same process, on which every message arrives when it is told to. */
export class LinkedSocket implements EngineSocket {
  onopen: EngineSocket["onopen"] = null;
  onmessage: EngineSocket["onmessage"] = null;
  onclose: EngineSocket["onclose"] = null;
  onerror: EngineSocket["onerror"] = null;
  readonly #line: Promise<LegacyLine>;
  #opened: LegacyLine | undefined;
  #up: Frame[] = [];
  #down: Frame[] = [];
  #isOpen = true;

  constructor(server: SyncServer, url: string) {
    const request: ServerRequest = {
      method: "GET",
      path: "/sync/legacy",
      query: new URL(url).searchParams,
      header: () => undefined,
      native: undefined as never,
    };
    const socket: LegacySocket = {
      send: ({ json }) => void this.#down.push({ kind: "text", text: json }),
      ping: (text) => void this.#down.push({ kind: "ping", text }),
      bufferedBytes: () => 0,
      pause: () => {},
      resume: () => {},
      close: () => this.cut(),
      terminate: () => this.cut(),
    };
    this.#line = server.admit(request).then((access) => server.legacy.open(socket, request, access));
    void this.#line.then((line) => {
      this.#opened = line;
      if (!this.#isOpen) return line.onClose();
      this.onopen?.({});
    });
  }

  get waiting(): number {
    return this.#up.length + this.#down.length;
  }

  send(text: string): void {
    this.#up.push({ kind: "text", text });
  }

  close(): void {
    this.cut();
  }

  /** What is on the way is lost. */
  cut(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#up = this.#down = [];
    this.#opened?.onClose();
    this.onclose?.({});
  }

  deliverUp(count: number): void {
    for (const { kind, text } of this.#up.splice(0, count)) {
      if (kind === "text") this.#opened?.onMessage(text);
      else this.#opened?.onPong(text);
    }
  }

  deliverDown(count: number): void {
    for (const frame of this.#down.splice(0, count)) {
      if (frame.kind === "text") this.onmessage?.({ data: frame.text });
      else this.#up.push(frame);
    }
  }
}
