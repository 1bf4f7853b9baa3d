import type { Notification, OperationConfirmation } from "../../protocol/index.js";
import type { BatchChanges } from "../core/apply-batch.js";
import type { AccessContext } from "../server-options.js";
import type { Timers } from "../timers.js";
import {
  createNotificationFrame,
  type NotificationFrame,
  type NotificationStream,
} from "./notification-stream.js";
import { RoomHint } from "./room-hint.js";

export interface NotifyHubOptions {
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
  readonly timers: Pick<Timers, "soon">;
  /** What a hint names where it is not known which types changed. */
  readonly entityTypes: readonly string[];
  /** Characters of JSON of a patch; 0: none are sent. */
  readonly maxPatchLength: number;
  readonly maxStreamAgeMs: number;
}

interface StreamRoom {
  /** With the time at which each is to end. */
  readonly streams: Map<NotificationStream, number>;
  readonly byClient: Map<string, Set<NotificationStream>>;
}

/** The open notification streams of this process, by room (P27 to P30). */
export class NotifyHub {
  readonly #options: NotifyHubOptions;
  readonly #rooms = new Map<string, StreamRoom>();
  readonly #waiting = new Map<
    string,
    { readonly hint: RoomHint; readonly told: Promise<void> | undefined }
  >();
  /** Rooms that were told something at once in this turn of the event loop. */
  readonly #told = new Set<string>();
  #size = 0;
  #added = 0;

  constructor(options: NotifyHubOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#size;
  }

  /** The rooms that have streams here. */
  roomIds(): readonly string[] {
    return [...this.#rooms.keys()];
  }

  /** Whether a room has streams here. */
  has(roomId: string): boolean {
    return this.#rooms.has(roomId);
  }

  sizeOf(roomId: string): number {
    return this.#rooms.get(roomId)?.streams.size ?? 0;
  }

  /** Takes a stream in, and gives what takes it out again: true the first time. */
  add(stream: NotificationStream): () => boolean {
    const { roomId, clientId } = stream;
    const room: StreamRoom = this.#rooms.get(roomId) ?? { streams: new Map(), byClient: new Map() };
    this.#rooms.set(roomId, room);
    room.streams.set(stream, this.#options.clock() + this.#nextAgeMs());
    const own = clientId === undefined ? undefined : (room.byClient.get(clientId) ?? new Set());
    own?.add(stream);
    if (clientId !== undefined && own !== undefined) room.byClient.set(clientId, own);
    this.#size++;
    let isIn = true;
    return () => {
      const wasIn = isIn;
      isIn = false;
      this.#remove(room, stream);
      return wasIn;
    };
  }

  /** Ends a user's streams in a room: nothing more is sent to them, whenever they are gone. */
  endOf(roomId: string, userId: string): void {
    const room = this.#rooms.get(roomId);
    for (const stream of room?.streams.keys() ?? []) {
      if (room === undefined || stream.user?.id !== userId) continue;
      this.#remove(room, stream);
      stream.end();
    }
  }

  /**
   * Tells a room's streams of its version. Hints of one turn of the event loop become one (P28), but for the first in a
   * small room, which is told at once: the answer is for one who knows already, and can wait for it.
   *
   * @param changes what led to it from the version before; absent where another process did it
   * @returns what resolves behind a hint that is told at once
   */
  changed(roomId: string, epoch: string, version: number, changes?: BatchChanges): Promise<void> | undefined {
    const room = this.#rooms.get(roomId);
    if (room === undefined) return undefined;
    const waiting = this.#waiting.get(roomId);
    if (waiting !== undefined) {
      waiting.hint.add(epoch, version, changes);
      return waiting.told;
    }
    const { timers } = this.#options;
    const hint = new RoomHint(epoch, version, changes);
    const isFirst = room.streams.size <= MAX_TOLD_AT_ONCE && !this.#told.has(roomId);
    const told = isFirst ? Promise.resolve().then(() => this.#flush(roomId)) : undefined;
    this.#waiting.set(roomId, { hint, told });
    if (!isFirst) timers.soon(() => this.#flush(roomId));
    else {
      this.#told.add(roomId);
      timers.soon(() => this.#told.delete(roomId));
    }
    return told;
  }

  /** Tells a client's own streams what became of its operations (P29). */
  confirmed(access: AccessContext, confirmations: readonly OperationConfirmation[]): void {
    const room = this.#rooms.get(access.roomId);
    if (room === undefined) return;
    for (const confirmation of confirmations) {
      for (const stream of room.byClient.get(confirmation.clientId) ?? []) {
        if (stream.user?.id !== access.user?.id) continue;
        this.#send(stream, this.#frame("operation_confirmed", JSON.stringify(confirmation)));
      }
    }
  }

  /** Pings every stream, and ends those that are old (P30). */
  ping(): void {
    const now = this.#options.clock();
    for (const [stream, endsAt] of this.#streams()) {
      if (now < endsAt) stream.ping();
      else stream.end();
    }
  }

  /** Ends every stream. */
  end(): void {
    for (const [stream] of this.#streams()) stream.end();
  }

  #remove(room: StreamRoom, stream: NotificationStream): void {
    const { roomId, clientId } = stream;
    if (!room.streams.delete(stream)) return;
    if (clientId !== undefined) {
      const own = room.byClient.get(clientId);
      own?.delete(stream);
      if (own?.size === 0) room.byClient.delete(clientId);
    }
    this.#size--;
    if (room.streams.size === 0 && this.#rooms.get(roomId) === room) this.#rooms.delete(roomId);
  }

  #streams(): [NotificationStream, number][] {
    return [...this.#rooms.values()].flatMap(({ streams }) => [...streams]);
  }

  /** Between three quarters of the greatest age and all of it, so that streams that came together go one by one. */
  #nextAgeMs(): number {
    const part = (this.#added++ * GOLDEN_RATIO) % 1;
    return this.#options.maxStreamAgeMs * (0.75 + part / 4);
  }

  #flush(roomId: string): void {
    const hint = this.#waiting.get(roomId)?.hint;
    this.#waiting.delete(roomId);
    const room = this.#rooms.get(roomId);
    if (hint === undefined || room === undefined) return;
    const { entityTypes, maxPatchLength } = this.#options;
    const { stateVersion } = hint;
    const data = JSON.stringify({ stateVersion, entityTypes: hint.entityTypes ?? entityTypes });
    const plain = this.#frame("state_changed", data);
    const patch = room.byClient.size === 0 ? undefined : hint.patchJson(maxPatchLength);
    const patched = patch === undefined ? plain : this.#patchedFrame(data, patch);
    for (const stream of room.streams.keys()) {
      const { clientId, user } = stream;
      const contributor = clientId === undefined ? undefined : hint.contributor(clientId);
      if (patch === undefined || clientId === undefined) this.#send(stream, plain);
      else if (contributor === undefined) this.#send(stream, patched);
      else if (contributor.userId !== user?.id) this.#send(stream, plain);
      else this.#send(stream, this.#patchedFrame(data, patch, contributor.lastOperationId));
    }
  }

  #patchedFrame(data: string, patch: string, lastOperationId?: number): NotificationFrame {
    const own = lastOperationId === undefined ? "" : `,"lastOperationId":${lastOperationId}`;
    return this.#frame("state_changed", `${data.slice(0, -1)},"patch":${patch.slice(0, -1)}${own}}}`);
  }

  #send(stream: NotificationStream, frame: NotificationFrame): void {
    try {
      stream.send(frame);
    } catch {
      // What happens to one stream must fail no push, and keep nothing from the others.
    }
  }

  /** @param data a JSON text */
  #frame(type: Notification["type"], data: string): NotificationFrame {
    const timestamp = this.#options.clock();
    return createNotificationFrame(`{"type":"${type}","data":${data},"timestamp":${timestamp}}`);
  }
}

/** In a room of more streams than these the answer to a push would wait for too long. */
const MAX_TOLD_AT_ONCE = 64;

/** Its multiples are spread evenly over the unit, however many there are. */
const GOLDEN_RATIO = 0.618033988749895;
