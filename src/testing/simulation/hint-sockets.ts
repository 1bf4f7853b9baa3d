import type { HintSocket, HintSocketConstructor } from "../../client/transport/web-socket-hints.js";
import { admitStream } from "../../server/http/stream-access.js";
import type { AccessContext, NotificationFrame, NotificationStream } from "../../server/index.js";
import type { History } from "./history.js";
import { toHttpRequest, type NetworkUser } from "./network.js";
import type { SimulatedProcess } from "./simulated-process.js";

/** The `WebSocket` of one process: what comes over it may be lost, late, twice, or in another order (P27). */
export function createHintSockets(history: History, user: NetworkUser): HintSocketConstructor {
  return class implements HintSocket {
    onopen: HintSocket["onopen"] = null;
    onmessage: HintSocket["onmessage"] = null;
    onclose: HintSocket["onclose"] = null;
    onerror: HintSocket["onerror"] = null;
    readonly #line: HintLine;

    constructor(url: URL) {
      this.#line = new HintLine(history, user, this, url);
    }

    close(): void {
      this.#line.close();
    }
  };
}

/** A socket and the server's stream at the other end of it. */
class HintLine {
  readonly #history: History;
  readonly #user: NetworkUser;
  readonly #socket: HintSocket;
  #isOpen = true;
  #leave = (): void => {};

  constructor(history: History, user: NetworkUser, socket: HintSocket, url: URL) {
    this.#history = history;
    this.#user = user;
    this.#socket = socket;
    if (!user.process.reach()) return;
    history.world.schedule(this.#wayMs(), () => void this.#connect(url));
  }

  close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#history.world.schedule(this.#wayMs(), () => this.#leave());
  }

  async #connect(url: URL): Promise<void> {
    const running = this.#history.servers.pick();
    if (running === undefined || this.#user.isCutOff()) return this.#end();
    const { server, process } = running;
    try {
      const access = await admitStream(server, toHttpRequest(url, {}));
      if (!process.isAlive) return this.#end();
      this.#leave = server.subscribe(this.#stream(access, process));
    } catch {
      return this.#end();
    }
    process.onDeath(() => {
      // A line to a machine that is gone may look open for ever.
      if (this.#history.isHealed || this.#history.random.chance(0.6)) this.#end();
    });
    this.#toClient(() => this.#socket.onopen?.({} as never));
  }

  #stream({ roomId, user, clientId }: AccessContext, process: SimulatedProcess): NotificationStream {
    return {
      roomId,
      user,
      clientId,
      send: (frame) => {
        if (process.reach()) this.#send(frame);
      },
      ping: () => {
        if (!this.#isOpen || !this.#user.process.isAlive) this.#leave();
      },
      end: () => this.#end(),
    };
  }

  #send({ json }: NotificationFrame): void {
    const history = this.#history;
    if (history.strikes("stream_broken")) return this.#end();
    if (history.strikes("hint_lost") || this.#user.isCutOff()) return;
    const copies = history.strikes("hint_duplicated") ? 2 : 1;
    for (let copy = 0; copy < copies; copy++) {
      const lateMs = history.strikes("hint_late") ? history.random.between(10, 20_000) : 0;
      this.#toClient(() => {
        history.say(this.#user.process.name, () => `is told ${json}`);
        history.count("hints");
        this.#socket.onmessage?.({ data: json } as never);
      }, lateMs);
    }
  }

  #toClient(run: () => void, lateMs = 0): void {
    this.#history.world.schedule(lateMs + this.#wayMs(), () => {
      if (this.#isOpen) this.#user.process.enter(run);
    });
  }

  /** The line ends, and the client notices. */
  #end(): void {
    this.#leave();
    this.#toClient(() => {
      this.#isOpen = false;
      this.#socket.onclose?.({} as never);
    });
  }

  #wayMs(): number {
    return this.#history.random.between(1, 40);
  }
}
