import type { EngineSocket, EngineSocketConstructor } from "../../client/index.js";
import type { LegacyLine, LegacySocket } from "../../server/index.js";
import type { History } from "./history.js";
import { toHttpRequest, type NetworkUser } from "./network.js";
import type { ServerProcess } from "./server-fleet.js";

export interface LegacyUser extends NetworkUser {
  /** What its client is about to be told. */
  readonly told: (text: string) => void;
}

/** The `WebSocket` of one legacy client: what goes over it arrives in order, as far as it arrives (P33). */
export function createLegacySockets(history: History, user: LegacyUser): EngineSocketConstructor {
  return class implements EngineSocket {
    onopen: EngineSocket["onopen"] = null;
    onmessage: EngineSocket["onmessage"] = null;
    onclose: EngineSocket["onclose"] = null;
    onerror: EngineSocket["onerror"] = null;
    readonly #connection: Connection;

    constructor(url: string) {
      this.#connection = new Connection(history, user, this, new URL(url));
    }

    send(text: string): void {
      if (user.process.reach()) this.#connection.up({ text });
    }

    close(): void {
      this.#connection.closeFromClient();
    }
  };
}

/** A message, or a ping and its pong. */
type Frame = { readonly text: string; readonly isPing?: true };

/** Both ends of a socket and the way between them. An end may go on believing in the other one after it is gone. */
class Connection {
  readonly #history: History;
  readonly #user: LegacyUser;
  readonly #socket: EngineSocket;
  #server: ServerProcess | undefined;
  #line: LegacyLine | undefined;
  /** Nothing arrives any more, either way. */
  #isCut = false;
  #isServerOpen = false;
  #isClientOpen = true;
  #upAt = 0;
  #downAt = 0;
  #buffered = 0;
  #isPaused = false;
  readonly #held: Frame[] = [];

  constructor(history: History, user: LegacyUser, socket: EngineSocket, url: URL) {
    this.#history = history;
    this.#user = user;
    this.#socket = socket;
    if (user.process.reach()) history.world.schedule(this.#wayMs(), () => void this.#connect(url));
  }

  /** The client sends. */
  up(frame: Frame): void {
    if (this.#history.strikes("stream_broken")) return this.#cut();
    this.#upAt = this.#after(this.#upAt);
    this.#at(this.#upAt, () => this.#arrive(frame));
  }

  closeFromClient(): void {
    if (!this.#isClientOpen) return;
    this.#isClientOpen = false;
    this.#upAt = this.#after(this.#upAt);
    this.#at(this.#upAt, () => this.#leaveServer());
    this.#history.world.schedule(this.#wayMs(), () => this.#tellClosed());
  }

  async #connect(url: URL): Promise<void> {
    const running = this.#history.servers.pick();
    if (running === undefined || this.#user.isCutOff()) return this.#endAtClient();
    const { server, process } = running;
    const request = toHttpRequest(url, {});
    this.#server = running;
    try {
      const access = await server.admit(request);
      if (!process.isAlive) return this.#endAtClient();
      this.#isServerOpen = true;
      // Before anything that the server says.
      this.#toClient(() => this.#socket.onopen?.({}));
      this.#line = server.legacy.open(this.#serverSocket(), request, access);
    } catch {
      return this.#endAtClient();
    }
    process.onDeath(() => this.#cut());
    this.#user.process.onDeath(() => this.#cut());
  }

  #serverSocket(): LegacySocket {
    const reach = (run: () => void): void => {
      if (this.#server!.process.reach()) run();
    };
    return {
      send: ({ json }) => reach(() => this.#down({ text: json })),
      ping: (text) => reach(() => this.#down({ text, isPing: true })),
      bufferedBytes: () => this.#buffered,
      pause: () => (this.#isPaused = true),
      resume: () => {
        this.#isPaused = false;
        for (const frame of this.#held.splice(0)) this.#arrive(frame);
      },
      close: () => {
        this.#endAtClient();
        this.#leaveServer();
      },
      terminate: () => this.#cut(),
    };
  }

  /** The server sends. */
  #down(frame: Frame): void {
    const history = this.#history;
    if (history.strikes("stream_broken") || this.#user.isCutOff()) return this.#cut();
    const lateMs = history.strikes("answer_slow") ? history.random.between(100, 20_000) : 0;
    this.#buffered += frame.text.length;
    this.#toClient(() => {
      this.#buffered -= frame.text.length;
      this.#enterServer((line) => line.onDrain());
      if (frame.isPing) return this.up(frame);
      history.say(this.#user.process.name, () => `is told ${frame.text}`);
      history.count("legacy_messages");
      this.#user.told(frame.text);
      this.#socket.onmessage?.({ data: frame.text });
    }, lateMs);
  }

  #arrive(frame: Frame): void {
    if (this.#user.isCutOff()) return this.#cut();
    if (this.#isPaused) this.#held.push(frame);
    else this.#enterServer((line) => (frame.isPing ? line.onPong(frame.text) : line.onMessage(frame.text)));
  }

  #toClient(run: () => void, lateMs = 0): void {
    this.#downAt = this.#after(this.#downAt) + lateMs;
    this.#at(this.#downAt, () => {
      if (this.#isClientOpen) this.#user.process.enter(run);
    });
  }

  /** What is on its way is lost; each end notices in its own time. */
  #cut(): void {
    if (this.#isCut) return;
    this.#isCut = true;
    const { world, random, isHealed } = this.#history;
    const soonMs = (): number => random.between(1, isHealed || random.chance(0.7) ? 500 : 60_000);
    world.schedule(soonMs(), () => this.#closeAtClient());
    world.schedule(soonMs(), () => this.#leaveServer());
  }

  /** The server ends it in good order, behind what it sent. */
  #endAtClient(): void {
    this.#downAt = this.#after(this.#downAt);
    this.#at(this.#downAt, () => this.#closeAtClient());
  }

  #closeAtClient(): void {
    if (!this.#isClientOpen) return;
    this.#isClientOpen = false;
    this.#tellClosed();
  }

  #tellClosed(): void {
    this.#user.process.enter(() => this.#socket.onclose?.({}));
  }

  #leaveServer(): void {
    this.#enterServer((line) => line.onClose());
    this.#isServerOpen = false;
  }

  #enterServer(run: (line: LegacyLine) => void): void {
    const line = this.#line;
    if (line !== undefined && this.#isServerOpen) this.#server!.process.enter(() => run(line));
  }

  #at(time: number, run: () => void): void {
    this.#history.world.schedule(time - this.#history.world.now, () => {
      if (!this.#isCut) run();
    });
  }

  /** When what is sent now arrives: never before what was sent before it. */
  #after(time: number): number {
    return Math.max(time, this.#history.world.now + this.#wayMs());
  }

  #wayMs(): number {
    return this.#history.random.between(1, 40);
  }
}
