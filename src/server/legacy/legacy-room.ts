import type { PresenceInfo } from "../../protocol/index.js";
import { RequestError } from "../core/request-error.js";
import type { Log } from "../log.js";
import type { AccessContext, SyncServerOptions } from "../server-options.js";
import type { ServerStore, StatePosition } from "../store/server-store.js";
import type { Timers } from "../timers.js";
import { authorAmong, type AppliedChange, type LegacyChanges } from "./legacy-changes.js";
import type { LegacyModes } from "./legacy-modes.js";
import type { LegacySession, ReceivedChange, SessionHost } from "./legacy-session.js";
import { RoomFeed, type FeedChanges } from "./room-feed.js";
import { NOTHING, RoomRecord, type Held } from "./room-record.js";
import { RoomPresence } from "./room-presence.js";

export interface LegacyRoomOptions {
  readonly store: ServerStore;
  readonly visible: SyncServerOptions["visible"];
  readonly changes: LegacyChanges;
  readonly modes: LegacyModes;
  readonly maxBufferBytes: number;
  readonly maxOperations: number;
  readonly timers: Timers;
  readonly clock: () => number;
  readonly log: Log;
}

const RETRY_MS = 1_000;

/** The close code for "come back". */
const SERVICE_RESTART = 1012;

/**
 * The legacy clients of one room at this process. It works in turns: the changes that came are applied, what is new in the
 * room is read, and each client is told what it does not show by itself. A turn at a time, so that what a client sent
 * and what came of it are never told apart (P33).
 */
export class LegacyRoom implements SessionHost {
  readonly maxBufferBytes: number;
  readonly #roomId: string;
  readonly #options: LegacyRoomOptions;
  readonly #onLeave: () => void;
  readonly #onIdle: () => void;
  readonly #feed: RoomFeed;
  readonly #presence: RoomPresence;
  readonly #sessions = new Set<LegacySession>();
  readonly #newcomers = new Set<LegacySession>();
  #turns: Promise<void> | undefined;
  #size = 0;
  #isStale = true;
  #isClosing = false;

  constructor(
    roomId: string,
    options: LegacyRoomOptions,
    on: { readonly leave: () => void; readonly idle: () => void },
  ) {
    this.#roomId = roomId;
    this.#options = options;
    this.#onLeave = on.leave;
    this.#onIdle = on.idle;
    this.maxBufferBytes = options.maxBufferBytes;
    this.#feed = new RoomFeed(options.store, roomId, options.clock);
    this.#presence = new RoomPresence(options.clock);
  }

  get sessions(): Iterable<LegacySession> {
    return this.#sessions;
  }

  /** Open sockets. */
  get size(): number {
    return this.#size;
  }

  /** Takes a client in: it is told the room as it is, then every change. */
  join(session: LegacySession): void {
    this.#sessions.add(session);
    this.#size++;
    this.#presence.join(session);
    if (!session.wantsChanges) return;
    if (this.#feed.isLoaded) this.#welcome(session);
    else this.#newcomers.add(session);
    this.wake();
  }

  /** The room changed, or may have. */
  wake(): void {
    this.#isStale = true;
    this.#work();
  }

  received(): void {
    this.#work();
  }

  record(id: string): RoomRecord | undefined {
    return this.#feed.get(id);
  }

  readonly isTold = (type: string): boolean => this.#options.modes.of(type) !== "off";

  isVisible({ entity }: Held, access: AccessContext): boolean {
    const { visible, log } = this.#options;
    if (visible === undefined || entity === undefined) return true;
    try {
      return visible(entity, access);
    } catch (error) {
      log({ level: "error", event: "visible_failed", roomId: this.#roomId, error });
      return false;
    }
  }

  presence(session: LegacySession, presence: Partial<PresenceInfo>): void {
    this.#presence.update(session, presence);
  }

  left(session: LegacySession): void {
    this.#size--;
    this.#onLeave();
    this.#presence.leave(session);
    this.#newcomers.delete(session);
    // What it sent before it went still counts.
    if (session.queue.length === 0) this.#sessions.delete(session);
    if (this.#sessions.size === 0 && this.#turns === undefined) this.#onIdle();
  }

  dropped(session: LegacySession, event: string): void {
    this.#options.log({ level: "warn", event, roomId: this.#roomId, detail: { legacy: true } });
    session.onClose();
  }

  /** Gives the changes that were received their verdicts, as far as that can be done now. */
  async drain(): Promise<void> {
    this.#isClosing = true;
    this.#work();
    while (this.#turns !== undefined) await this.#turns;
  }

  #welcome(session: LegacySession): void {
    for (const id of this.#feed.ids()) session.view.neverTold(id);
  }

  #work(): void {
    this.#turns ??= this.#run();
  }

  async #run(): Promise<void> {
    await new Promise<void>((resolve) => this.#options.timers.soon(resolve));
    try {
      while (this.#isStale || this.#waiting().length > 0) await this.#turn();
    } catch (error) {
      // A fault of ours: the next change or heartbeat finds the room able to go on.
      this.#options.log({ level: "error", event: "request_failed", roomId: this.#roomId, error });
    }
    // Here and not when the promise has resolved: a change that comes in between must find nobody at work.
    this.#turns = undefined;
    if (this.#sessions.size === 0) this.#onIdle();
  }

  #waiting(): readonly LegacySession[] {
    return [...this.#sessions].filter(({ queue, isBlocked }) => queue.length > 0 && !isBlocked);
  }

  async #turn(): Promise<void> {
    const decided = new Map<LegacySession, number>();
    const applied = new Map<string, AppliedChange>();
    for (const session of this.#waiting()) {
      const changes = runOf(session.queue, this.#options.maxOperations);
      try {
        const made = await this.#options.changes.apply(session, changes);
        for (const change of made) applied.set(change.entityId, change);
        decided.set(session, changes.length);
      } catch (error) {
        this.#postpone(session, error);
      }
    }
    const news = await this.#read(applied, decided);
    const { mayBeInvalidated = false, since } = news ?? {};
    if (mayBeInvalidated && since !== undefined) await this.#untilDone(() => this.#endInvalidated(since));
    for (const session of this.#sessions) {
      session.pump();
      if (!session.isOpen && session.queue.length === 0) this.#sessions.delete(session);
    }
    for (const { record } of news?.changed ?? []) record.slim();
  }

  async #read(
    applied: ReadonlyMap<string, AppliedChange>,
    decided: ReadonlyMap<LegacySession, number>,
  ): Promise<FeedChanges | undefined> {
    let news: FeedChanges | undefined;
    await this.#untilDone(async () => {
      this.#isStale = false;
      await this.#feed.read(
        (row) => authorAmong(applied, row),
        (changes) => {
          news = changes;
          this.#take(changes, decided);
        },
      );
    });
    return news;
  }

  /** Tries until the store can do it: without it there is nothing to be told. Gives up where the server is to end. */
  async #untilDone(work: () => Promise<void>): Promise<void> {
    for (;;) {
      try {
        return await work();
      } catch (error) {
        this.#options.log({ level: "error", event: "store_failed", roomId: this.#roomId, error });
        if (this.#isClosing) return;
        await new Promise<void>((resolve) => void this.#options.timers.once(resolve, RETRY_MS));
      }
    }
  }

  /** All at once: what the room holds, and what each client is to be told of it. */
  #take({ changed }: FeedChanges, decided: ReadonlyMap<LegacySession, number>): void {
    for (const session of this.#sessions) {
      if (this.#newcomers.has(session) || !session.wantsChanges) continue;
      for (const { record, before } of changed) {
        session.view.changed(record.id, this.#asSeenBy(session.access, before));
      }
    }
    // Before the verdicts: what a client has changed already it need not be told.
    for (const session of this.#newcomers) this.#welcome(session);
    this.#newcomers.clear();
    for (const [session, count] of decided) {
      for (const { change } of session.queue.slice(0, count)) {
        this.#feed.ensure(change.entityId, change.entityType);
      }
      session.settle(count);
    }
  }

  #asSeenBy(access: AccessContext, held: Held): Held {
    return held instanceof RoomRecord && !this.isVisible(held, access) ? NOTHING : held;
  }

  /**
   * A user may see other entities than before, though none has changed, or may not be here any more: its clients come back, are let
   * in or not, and are told all of it anew.
   */
  async #endInvalidated(since: StatePosition): Promise<void> {
    const userIds = new Set([...this.#sessions].flatMap(({ access }) => access.user?.id ?? []));
    for (const userId of userIds) {
      if (!(await this.#feed.isInvalidated(userId, since))) continue;
      for (const session of this.#sessions) {
        if (session.access.user?.id === userId) session.end(SERVICE_RESTART, "What you may see has changed");
      }
    }
  }

  /** Nothing of it was applied, and the client will not come again by itself (P9): it is tried again here. */
  #postpone(session: LegacySession, error: unknown): void {
    const { timers, log } = this.#options;
    if (!(error instanceof RequestError)) {
      log({ level: "error", event: "request_failed", roomId: this.#roomId, error });
    }
    const delayMs = error instanceof RequestError ? (error.retryAfterMs ?? RETRY_MS) : RETRY_MS;
    session.isBlocked = true;
    timers.once(() => {
      session.isBlocked = false;
      this.#work();
    }, delayMs);
  }
}

/** The changes to be applied together: not two of one entity, since the second is merged by what became of the first. */
function runOf(queue: readonly ReceivedChange[], maxOperations: number): readonly ReceivedChange[] {
  const ids = new Set<string>();
  let length = 0;
  while (length < queue.length && length < maxOperations) {
    const { entityId } = queue[length]!.change;
    if (ids.has(entityId)) break;
    ids.add(entityId);
    length++;
  }
  return queue.slice(0, length);
}
