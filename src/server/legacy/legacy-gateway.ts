import type { AccessContext } from "../server-options.js";
import type { ServerRequest } from "../server-request.js";
import { LegacyEntrance, type EntranceHost } from "./legacy-entrance.js";
import { LegacyRoom, type LegacyRoomOptions } from "./legacy-room.js";
import { LegacySession, type LegacyLine, type LegacySocket } from "./legacy-session.js";
import type { LegacyCounters, LegacyReport, LegacySockets } from "./legacy-traffic.js";

/** The close code for "service restart": come back, here or elsewhere. */
const SERVICE_RESTART = 1012;

/** The legacy clients of this process. */
export interface LegacyClients {
  /** Open sockets. */
  readonly size: number;
  /**
   * Takes a line in. What the line tells from here on goes to the answer.
   * @param access where the upgrade request was admitted; otherwise the client has to say who it is
   * @throws RequestError where there are too many, or the server is stopping
   */
  open(socket: LegacySocket, request: ServerRequest, access: AccessContext | undefined): LegacyLine;
  /** What legacy clients do here, by entity type and client version, and which are connected. */
  report(): LegacyReport;
}

/** The legacy clients of this process, by room (P31 to P34). */
export class LegacyGateway implements LegacyClients {
  readonly #options: LegacyRoomOptions;
  readonly #counters: LegacyCounters;
  readonly #rooms = new Map<string, LegacyRoom>();
  readonly #entrances = new Set<LegacyEntrance>();
  readonly #admit: EntranceHost["admit"];
  readonly #onOpen: (roomId: string | undefined) => void;
  readonly #onEnter: (roomId: string) => void;
  readonly #onSizeChange: (by: 1 | -1) => void;
  #size = 0;

  constructor(
    options: LegacyRoomOptions,
    counters: LegacyCounters,
    on: {
      /** May throw, where there is no room for one more. */
      readonly open: (roomId: string | undefined) => void;
      /** The same, of a room that was named after the line was opened. */
      readonly enter: (roomId: string) => void;
      readonly admit: EntranceHost["admit"];
      readonly sizeChange: (by: 1 | -1) => void;
    },
  ) {
    this.#options = options;
    this.#counters = counters;
    this.#onOpen = on.open;
    this.#onEnter = on.enter;
    this.#admit = on.admit;
    this.#onSizeChange = on.sizeChange;
  }

  get size(): number {
    return this.#size + this.#entrances.size;
  }

  /** Open sockets of a room. */
  sizeOf(roomId: string): number {
    return this.#rooms.get(roomId)?.size ?? 0;
  }

  open(socket: LegacySocket, request: ServerRequest, access: AccessContext | undefined): LegacyLine {
    this.#onOpen(access?.roomId);
    const { timers, log } = this.#options;
    const entrance: LegacyEntrance = new LegacyEntrance(socket, request, access, {
      timers,
      log,
      admit: this.#admit,
      refuseBeyondLimit: this.#onEnter,
      enter: (line, client) => this.#enter(line, client),
      left: (gone) => void this.#entrances.delete(gone),
    });
    if (access === undefined) this.#entrances.add(entrance);
    return entrance;
  }

  #enter(socket: LegacySocket, client: Parameters<EntranceHost["enter"]>[1]): LegacySession {
    const { access, dialect, wantsChanges, userId: claimedUserId } = client;
    const { roomId } = access;
    let room = this.#rooms.get(roomId);
    if (room === undefined) {
      room = new LegacyRoom(roomId, this.#options, {
        leave: () => this.#resize(-1),
        idle: () => {
          if (this.#rooms.get(roomId) === room) this.#rooms.delete(roomId);
        },
      });
      this.#rooms.set(roomId, room);
    }
    const clientVersion = this.#counters.versionOf(client.clientVersion);
    const session = new LegacySession(socket, room, {
      access,
      dialect,
      clientVersion,
      claimedUserId,
      wantsChanges,
    });
    this.#resize(1);
    room.join(session);
    return session;
  }

  /** A room changed, or any of them may have. */
  wake(roomId: string | undefined): void {
    if (roomId !== undefined) this.#rooms.get(roomId)?.wake();
    else for (const room of this.#rooms.values()) room.wake();
  }

  /** Pings every client, and drops the dead (P30). */
  heartbeat(): void {
    for (const session of this.#sessions()) session.heartbeat();
  }

  report(): LegacyReport {
    const sockets = new Map<string, { -readonly [Name in keyof LegacySockets]: LegacySockets[Name] }>();
    for (const { clientVersion, dialect, isOpen } of this.#sessions()) {
      if (!isOpen) continue;
      const key = JSON.stringify([clientVersion, dialect]);
      const counted = sockets.get(key) ?? { clientVersion, dialect, open: 0 };
      counted.open++;
      sockets.set(key, counted);
    }
    return { sockets: [...sockets.values()], changes: this.#counters.changes() };
  }

  /** Gives what was received its verdict, and tells all clients to come back. */
  async drain(): Promise<void> {
    await Promise.all([...this.#rooms.values()].map((room) => room.drain()));
    const reason = "The server restarts";
    for (const entrance of this.#entrances) entrance.close(SERVICE_RESTART, reason);
    for (const session of this.#sessions()) session.close(SERVICE_RESTART, reason);
  }

  #resize(by: 1 | -1): void {
    this.#size += by;
    this.#onSizeChange(by);
  }

  *#sessions(): Iterable<LegacySession> {
    for (const room of this.#rooms.values()) yield* room.sessions;
  }
}
