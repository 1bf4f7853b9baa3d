import type {
  ConfirmationIssue,
  Entity,
  EntityMerge,
  PresenceInfo,
  SyncAck,
  SyncChange,
  SyncRefusal,
} from "../../protocol/index.js";
import type { NotificationFrame } from "../notify/notification-stream.js";
import type { AccessContext } from "../server-options.js";
import { ClientView } from "./client-view.js";
import { createLegacyFrame, type LegacyDialect, type LegacyMessageKind } from "./legacy-dialect.js";
import { readLegacyMessage, type LegacyInput } from "./legacy-input.js";
import { NOTHING, type Held, type RoomRecord } from "./room-record.js";

/** One legacy client's line, whatever carries it. */
export interface LegacySocket {
  send(frame: NotificationFrame): void;
  /** Asks for `onPong` with the same text, in order with what was sent. */
  ping(text: string): void;
  /** What was sent and has not left yet. */
  bufferedBytes(): number;
  /** Stops and starts reading. */
  pause(): void;
  resume(): void;
  /** Ends the line in good order. */
  close(code: number, reason: string): void;
  /** Cuts the line. */
  terminate(): void;
}

/** What a line tells of itself. */
export interface LegacyLine {
  onMessage(text: string): void;
  onPong(text: string): void;
  /** What was sent has left. */
  onDrain(): void;
  onClose(): void;
}

/** A change that was received and waits for its verdict. */
export interface ReceivedChange {
  readonly change: SyncChange;
  /** What the client showed when it made the change, where that is known. */
  shown: Held | undefined;
  /** The client's own change before it that `shown` comes from, while that has no verdict. */
  after: ReceivedChange | undefined;
  isRefused: boolean;
  /** Of the message, in characters. */
  readonly length: number;
}

/** What a session needs of its room. */
export interface SessionHost {
  readonly maxBufferBytes: number;
  record(id: string): RoomRecord | undefined;
  /** Whether legacy clients are told of an entity type. */
  isTold(type: string): boolean;
  isVisible(held: Held, access: AccessContext): boolean;
  /** A session has received something. */
  received(): void;
  presence(session: LegacySession, presence: Partial<PresenceInfo>): void;
  left(session: LegacySession): void;
  dropped(session: LegacySession, event: string): void;
}

/** What of one client may wait for its verdict; a client that sends more is not read meanwhile. */
const MAX_WAITING = 500;
const MAX_WAITING_LENGTH = 4 * 1024 * 1024;

/** One legacy client in its room: its changes on their way in, the room's on their way out. */
export class LegacySession implements LegacyLine {
  readonly access: AccessContext;
  readonly clientVersion: string;
  /** Who the client says it is; believed only where nobody is signed in. */
  readonly claimedUserId: string | undefined;
  /** It wants to be told of changes, and not only who is there. */
  readonly wantsChanges: boolean;
  readonly view: ClientView;
  readonly rateKey = `legacy ${crypto.randomUUID()}`;
  dialect: LegacyDialect;
  presence: PresenceInfo | undefined;
  /** No verdicts can be had before. */
  isBlocked = false;
  readonly #socket: LegacySocket;
  readonly #host: SessionHost;
  readonly #queue: ReceivedChange[] = [];
  readonly #lastOwn = new Map<string, ReceivedChange>();
  #isOpen = true;
  #isPaused = false;
  #waitingLength = 0;
  #mark = 0;
  #askedMark = 0;
  #answeredMark = 0;
  #heartbeatMark = 0;

  constructor(
    socket: LegacySocket,
    host: SessionHost,
    client: {
      readonly access: AccessContext;
      readonly dialect: LegacyDialect;
      readonly clientVersion: string;
      readonly claimedUserId: string | undefined;
      readonly wantsChanges: boolean;
    },
  ) {
    this.#socket = socket;
    this.#host = host;
    this.access = client.access;
    this.dialect = client.dialect;
    this.clientVersion = client.clientVersion;
    this.claimedUserId = client.claimedUserId;
    this.wantsChanges = client.wantsChanges;
    this.view = new ClientView((id) => this.#held(id));
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** The received changes that wait for their verdict, in order. */
  get queue(): readonly ReceivedChange[] {
    return this.#queue;
  }

  onMessage(text: string): void {
    if (!this.#isOpen) return;
    const { input, dialect } = readLegacyMessage(text);
    if (dialect !== undefined) this.dialect = dialect;
    this.#take(input, text.length);
  }

  #take(input: LegacyInput, length: number): void {
    switch (input.kind) {
      case "change":
        return this.#receive(input.change, length);
      case "presence":
        return this.#host.presence(this, input.presence);
      case "auth":
        return this.tell("auth", { success: true, roomId: this.access.roomId });
      case "invalid": {
        const { about, code, message, issues } = input;
        return this.refuse({ ...about, code, message, ...(issues && { issues }) });
      }
      case "other":
        return;
    }
  }

  onPong(text: string): void {
    const mark = Number(text);
    if (!Number.isSafeInteger(mark) || mark <= this.#answeredMark) return;
    this.#answeredMark = mark;
    this.view.answered(mark);
    if (this.#mark > this.#askedMark) this.#ask();
    this.pump();
  }

  onDrain(): void {
    this.pump();
  }

  onClose(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#host.left(this);
  }

  /** Takes decided changes off the queue, and reads on. */
  settle(count: number): void {
    for (const received of this.#queue.splice(0, count)) {
      const { entityId } = received.change;
      received.shown = baseOf(received);
      received.after = undefined;
      if (this.#lastOwn.get(entityId) === received) this.#lastOwn.delete(entityId);
      this.view.decided(entityId, received.isRefused);
      this.#waitingLength -= received.length;
    }
    const isShort = this.#queue.length < MAX_WAITING / 2 && this.#waitingLength < MAX_WAITING_LENGTH / 2;
    if (this.#isPaused && isShort) {
      this.#isPaused = false;
      this.#socket.resume();
    }
  }

  /** Whether its user may know of what the entity is. */
  maySee(entity: Entity): boolean {
    return this.#host.isVisible({ entity }, this.access);
  }

  acknowledge(ack: Omit<SyncAck, "success">): void {
    this.tell("ack", { ...ack, success: true } satisfies SyncAck);
  }

  refuse(refusal: Omit<SyncRefusal, "success">): void {
    this.tell("error", { ...refusal, success: false } satisfies SyncRefusal);
  }

  tellMerge(merge: EntityMerge): void {
    this.tell("merged", merge);
  }

  tell(kind: LegacyMessageKind, body: object): void {
    this.#send(createLegacyFrame(this.dialect, kind, JSON.stringify(body)));
  }

  /** Sends what waits, as long as it leaves; the rest when it has (P30). */
  pump(): void {
    while (this.#isOpen && this.#socket.bufferedBytes() <= this.#host.maxBufferBytes / 2) {
      const id = this.view.next();
      if (id === undefined) break;
      const record = this.#host.record(id);
      this.view.sent(id, ++this.#mark);
      if (record === undefined) continue;
      const isVisible = this.#host.isVisible(record, this.access);
      const frames = record.frames(this.dialect, isVisible, this.#host.isTold);
      for (const frame of frames) this.#send(frame);
    }
    if (this.#mark > this.#askedMark && this.#askedMark <= this.#answeredMark) this.#ask();
  }

  /** Asks for a sign of life, and drops a client that gave none since the last time (P30). */
  heartbeat(): void {
    if (!this.#isOpen) return;
    if (this.#answeredMark < this.#heartbeatMark) return this.#drop("slow_stream_dropped");
    this.#mark++;
    this.#ask();
    this.#heartbeatMark = this.#askedMark;
  }

  close(code: number, reason: string): void {
    if (this.#isOpen) this.#socket.close(code, reason);
  }

  /** Closes the line, and neither says nor hears anything more. */
  end(code: number, reason: string): void {
    this.close(code, reason);
    this.onClose();
  }

  #receive(change: SyncChange, length: number): void {
    const { entityId, entity } = change;
    const after = this.#lastOwn.get(entityId);
    const [known, said] = [this.view.shown(entityId), ownBaseOf(change)];
    const received: ReceivedChange = {
      change,
      // The client knows best what it showed: browsers answer pings before its application has seen what came ahead of them.
      // But what was made from a change of its own without a verdict, only the server can say.
      shown: after === undefined ? (said ?? known) : (known ?? said),
      after,
      isRefused: false,
      length,
    };
    this.#queue.push(received);
    this.#lastOwn.set(entityId, received);
    this.view.wrote(entityId, change.type === "upsert" ? { entity } : NOTHING);
    this.#waitingLength += length;
    const isLong = this.#queue.length >= MAX_WAITING || this.#waitingLength >= MAX_WAITING_LENGTH;
    if (isLong && !this.#isPaused) {
      this.#isPaused = true;
      this.#socket.pause();
    }
    this.#host.received();
  }

  #held(id: string): Held | undefined {
    const record = this.#host.record(id);
    return record === undefined || this.#host.isVisible(record, this.access) ? record : NOTHING;
  }

  #ask(): void {
    this.#askedMark = this.#mark;
    this.#socket.ping(String(this.#mark));
  }

  #send(frame: NotificationFrame): void {
    if (!this.#isOpen) return;
    // Before and not behind: one entity may be larger than that.
    if (this.#socket.bufferedBytes() > this.#host.maxBufferBytes) this.#drop("slow_stream_dropped");
    else this.#socket.send(frame);
  }

  #drop(event: string): void {
    this.#host.dropped(this, event);
    this.#socket.terminate();
  }
}

/** What a received change was made from, where that is known and was not refused itself. */
export function baseOf(received: ReceivedChange): Held | undefined {
  return received.after?.isRefused === true ? baseOf(received.after) : received.shown;
}

/** What a change says that it was made from; what is no version of its entity says nothing. */
function ownBaseOf({ entityType, entityId, base }: SyncChange): Held | undefined {
  return base?.type === entityType && base.id === entityId ? { entity: base } : undefined;
}

/** Issues of an operation's arguments as issues of the change that they came from. */
export function issuesOfChange(
  issues: readonly ConfirmationIssue[] | undefined,
): readonly ConfirmationIssue[] | undefined {
  return issues?.map(({ path: [argument, ...path], message }) => ({
    path: [argument === 1 ? "entity" : "entityId", ...path],
    message,
  }));
}
