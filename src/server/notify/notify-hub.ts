import type { Notification, OperationConfirmation } from "../../protocol/index.js";
import type { AccessContext } from "../server-options.js";
import type { Timers } from "../timers.js";
import {
  createNotificationFrame,
  type NotificationFrame,
  type NotificationStream,
} from "./notification-stream.js";

/** What a room's streams are told. */
export interface RoomHint {
  readonly stateVersion: string;
  readonly entityTypes: readonly string[];
}

/** The open notification streams of this process, by room (P27 to P30). */
export class NotifyHub {
  readonly #clock: () => number;
  readonly #timers: Pick<Timers, "soon">;
  readonly #rooms = new Map<string, Set<NotificationStream>>();
  readonly #waiting = new Map<string, { stateVersion: string; readonly entityTypes: Set<string> }>();
  #size = 0;

  constructor(clock: () => number, timers: Pick<Timers, "soon">) {
    this.#clock = clock;
    this.#timers = timers;
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
    return this.#rooms.get(roomId)?.size ?? 0;
  }

  /** Takes a stream in, and gives what takes it out again: true the first time. */
  add(stream: NotificationStream): () => boolean {
    const room = this.#rooms.get(stream.roomId) ?? new Set();
    this.#rooms.set(stream.roomId, room);
    room.add(stream);
    this.#size++;
    return () => {
      if (!room.delete(stream)) return false;
      this.#size--;
      if (room.size === 0 && this.#rooms.get(stream.roomId) === room) this.#rooms.delete(stream.roomId);
      return true;
    };
  }

  /** Tells a room's streams that it changed; hints of one turn of the event loop become one (P28). */
  changed(roomId: string, hint: RoomHint): void {
    if (!this.#rooms.has(roomId)) return;
    const waiting = this.#waiting.get(roomId);
    if (waiting !== undefined) {
      waiting.stateVersion = hint.stateVersion;
      for (const type of hint.entityTypes) waiting.entityTypes.add(type);
      return;
    }
    this.#waiting.set(roomId, { stateVersion: hint.stateVersion, entityTypes: new Set(hint.entityTypes) });
    this.#timers.soon(() => this.#flush(roomId));
  }

  /** Tells a client's own streams what became of its operations (P29). */
  confirmed(access: AccessContext, confirmations: readonly OperationConfirmation[]): void {
    const room = this.#rooms.get(access.roomId);
    if (room === undefined) return;
    for (const stream of room) {
      if (stream.clientId === undefined || stream.user?.id !== access.user?.id) continue;
      for (const data of confirmations) {
        if (data.clientId === stream.clientId)
          stream.send(this.#frame({ type: "operation_confirmed", data, timestamp: this.#clock() }));
      }
    }
  }

  /** Pings every stream (P30). */
  ping(): void {
    for (const stream of this.#streams()) stream.ping();
  }

  /** Ends every stream. */
  end(): void {
    for (const stream of this.#streams()) stream.end();
  }

  #streams(): NotificationStream[] {
    return [...this.#rooms.values()].flatMap((room) => [...room]);
  }

  #flush(roomId: string): void {
    const waiting = this.#waiting.get(roomId);
    this.#waiting.delete(roomId);
    const room = this.#rooms.get(roomId);
    if (waiting === undefined || room === undefined) return;
    const { stateVersion, entityTypes } = waiting;
    const data = { stateVersion, entityTypes: [...entityTypes].sort() };
    const frame = this.#frame({ type: "state_changed", data, timestamp: this.#clock() });
    for (const stream of room) stream.send(frame);
  }

  #frame(notification: Notification): NotificationFrame {
    return createNotificationFrame(JSON.stringify(notification));
  }
}
