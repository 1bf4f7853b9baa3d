import { once } from "node:events";
import { WebSocket } from "ws";

/** A message as it came, whatever its dialect. */
export interface FieldMessage {
  readonly type: string;
  readonly [key: string]: unknown;
}

interface Waiting {
  readonly matches: (message: FieldMessage) => boolean;
  readonly resolve: (message: FieldMessage) => void;
}

/** A legacy client as the field has them: it sends, and it takes what comes. */
export class FieldClient {
  readonly socket: WebSocket;
  /** What came and nobody has asked for yet. */
  readonly inbox: FieldMessage[] = [];
  readonly #waiting: Waiting[] = [];

  constructor(url: string, query = "?roomId=default&userId=old", options: object = {}) {
    this.socket = new WebSocket(`${url.replace("http", "ws")}/sync/legacy${query}`, options);
    this.socket.on("error", () => {});
    this.socket.on("message", (data) => {
      const message = JSON.parse(String(data)) as FieldMessage;
      const index = this.#waiting.findIndex(({ matches }) => matches(message));
      if (index === -1) this.inbox.push(message);
      else this.#waiting.splice(index, 1)[0]!.resolve(message);
    });
  }

  async opened(): Promise<this> {
    await once(this.socket, "open");
    return this;
  }

  send(message: object): void {
    this.socket.send(JSON.stringify(message));
  }

  /** Sends an upsert in the first dialect. */
  upsert(entity: { readonly id: string; readonly type: string }, more: object = {}): void {
    const { id: entityId, type: entityType } = entity;
    this.send({ type: "sync-change", data: { type: "upsert", entityType, entityId, entity, ...more } });
  }

  delete(entityType: string, entityId: string, more: object = {}): void {
    this.send({ type: "sync-change", data: { type: "delete", entityType, entityId, ...more } });
  }

  /** The next message of a type that is or was waiting. */
  next(type: string, matches: (message: FieldMessage) => boolean = () => true): Promise<FieldMessage> {
    const fits = (message: FieldMessage): boolean => message.type === type && matches(message);
    const index = this.inbox.findIndex(fits);
    if (index !== -1) return Promise.resolve(this.inbox.splice(index, 1)[0]!);
    return new Promise((resolve) => this.#waiting.push({ matches: fits, resolve }));
  }

  /** Resolves once all that the server had sent before has come: it answers an `auth` message in order. */
  async settled(): Promise<void> {
    this.send({ type: "auth", data: {} });
    await this.next("auth");
    // What the server sends at the end of a turn comes behind what it answers at once.
    await new Promise((resolve) => setTimeout(resolve, 20));
    this.send({ type: "auth", data: {} });
    await this.next("auth");
  }

  close(): void {
    this.socket.terminate();
  }
}
