import { GREETING_PARAMETER, PRESENCE_PARAMETER } from "../../protocol/index.js";
import { RequestError } from "../core/request-error.js";
import type { Log } from "../log.js";
import type { AccessContext } from "../server-options.js";
import type { ServerRequest } from "../server-request.js";
import type { Timers } from "../timers.js";
import { createLegacyFrame, type LegacyDialect } from "./legacy-dialect.js";
import { readLegacyMessage, type LegacyCredentials } from "./legacy-input.js";
import { legacyRequest } from "./legacy-request.js";
import type { LegacyLine, LegacySession, LegacySocket } from "./legacy-session.js";

/** How long a client that says nothing is taken for one that only listens, and how long it may take to say who it is. */
const SILENCE_MS = 1_000;
const AUTH_TIMEOUT_MS = 10_000;

/** What is held of a client, in messages and in characters, until it has said who it is. */
const MAX_HELD = 500;
const MAX_HELD_LENGTH = 1024 * 1024;

/** The close code for "policy violation". */
const REFUSED = 1008;

const TRY_AGAIN_LATER = 1013;

export interface EntranceHost {
  readonly timers: Timers;
  readonly log: Log;
  /** @throws RequestError */
  admit(request: ServerRequest): Promise<AccessContext>;
  /** @throws RequestError where the room has no place for one more */
  refuseBeyondLimit(roomId: string): void;
  enter(
    socket: LegacySocket,
    client: {
      readonly access: AccessContext;
      readonly dialect: LegacyDialect;
      readonly userId: string | undefined;
      readonly clientVersion: string | undefined;
      readonly wantsChanges: boolean;
    },
  ): LegacySession;
  left(entrance: LegacyEntrance): void;
}

/**
 * A legacy client's line from its upgrade on. Where the upgrade request says who asks and for which room, the client is in
 * at once. Otherwise an `auth` message says it, and what came before that is held; without one, the client is let in as
 * the request stands, if the server lets it.
 */
export class LegacyEntrance implements LegacyLine {
  readonly #socket: LegacySocket;
  readonly #request: ServerRequest;
  readonly #host: EntranceHost;
  readonly #timers: readonly (() => void)[];
  readonly #held: string[] = [];
  #heldLength = 0;
  #dialect: LegacyDialect = "data";
  #session: LegacySession | undefined;
  #isAdmitting = false;
  #isOver = false;

  /** @param access where the upgrade request was admitted already */
  constructor(
    socket: LegacySocket,
    request: ServerRequest,
    access: AccessContext | undefined,
    host: EntranceHost,
  ) {
    this.#socket = socket;
    this.#request = request;
    this.#host = host;
    if (access !== undefined) {
      this.#timers = [];
      this.#enter(access, {});
      return;
    }
    this.#timers = [
      host.timers.once(() => void this.#admit({}, false), SILENCE_MS),
      host.timers.once(() => this.#refuse(new RequestError("unauthenticated")), AUTH_TIMEOUT_MS),
    ];
  }

  onMessage(text: string): void {
    if (this.#session !== undefined) return this.#session.onMessage(text);
    if (this.#isOver) return;
    const { input, dialect } = readLegacyMessage(text);
    if (dialect !== undefined) this.#dialect = dialect;
    if (input.kind === "auth") return void this.#admit(input.credentials, true);
    this.#held.push(text);
    this.#heldLength += text.length;
    if (this.#held.length >= MAX_HELD || this.#heldLength >= MAX_HELD_LENGTH) this.#socket.pause();
    // Clients of an open server need not say who they are.
    if (this.#held.length === 1) void this.#admit({}, false);
  }

  onPong(text: string): void {
    this.#session?.onPong(text);
  }

  onDrain(): void {
    this.#session?.onDrain();
  }

  onClose(): void {
    this.#end();
    this.#session?.onClose();
  }

  /** Tells a client that is not in yet to come back. */
  close(code: number, reason: string): void {
    this.#end();
    this.#socket.close(code, reason);
  }

  async #admit(credentials: LegacyCredentials, isAsked: boolean): Promise<void> {
    if (this.#isOver || (this.#isAdmitting && !isAsked)) return;
    this.#isAdmitting = true;
    try {
      const access = await this.#host.admit(legacyRequest(this.#request, credentials));
      if (this.#isOver) return;
      this.#host.refuseBeyondLimit(access.roomId);
      const session = this.#enter(access, credentials, isAsked);
      for (const text of this.#held.splice(0)) session.onMessage(text);
      this.#socket.resume();
    } catch (error) {
      const isEarly = error instanceof RequestError && error.code === "unauthenticated" && !isAsked;
      if (!isEarly) this.#refuse(error);
    } finally {
      this.#isAdmitting = false;
    }
  }

  #enter(access: AccessContext, credentials: LegacyCredentials, isAsked = false): LegacySession {
    this.#end();
    this.#session = this.#host.enter(this.#socket, {
      access,
      dialect: this.#dialect,
      userId: credentials.userId ?? this.#request.query.get("userId") ?? undefined,
      clientVersion: credentials.clientVersion ?? access.clientVersion,
      wantsChanges: this.#request.query.get(PRESENCE_PARAMETER) !== "only",
    });
    if (isAsked || this.#request.query.get(GREETING_PARAMETER) !== null) {
      this.#session.tell("auth", { success: true, roomId: access.roomId });
    }
    return this.#session;
  }

  #refuse(error: unknown): void {
    if (this.#isOver) return;
    if (!(error instanceof RequestError)) this.#host.log({ level: "error", event: "request_failed", error });
    const { code, message } = error instanceof RequestError ? error : new RequestError("internal");
    const body = JSON.stringify({ success: false, code, message });
    this.#socket.send(createLegacyFrame(this.#dialect, "error", body));
    this.close(code === "overloaded" ? TRY_AGAIN_LATER : REFUSED, code);
  }

  #end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    for (const callOff of this.#timers) callOff();
    this.#host.left(this);
  }
}
