import type { Entity, SyncChange } from "../../protocol/index.js";
import type { NotificationFrame } from "../notify/notification-stream.js";
import { createLegacyFrame, type LegacyDialect } from "./legacy-dialect.js";

/** What somebody holds of an entity: the entity, or that there is none. */
export interface Held {
  readonly entity: Entity | undefined;
  /** Its JSON text, where that is at hand. */
  readonly json?: string | undefined;
}

/** There is no such entity, or none that may be seen. */
export const NOTHING: Held = { entity: undefined, json: undefined };

/** A client may make up as many as it likes. */
const MAX_FORMER_TYPES = 16;

/** Who made a change, where that is known: another legacy client at this process. */
export interface ChangeAuthor {
  readonly userId: string | undefined;
  readonly operationId: string | number | undefined;
}

/** The last that a process knows of one id in a room: shared by all legacy sockets of the room, and never changed. */
export class RoomRecord implements Held {
  readonly id: string;
  readonly type: string;
  /** The JSON text of the entity; undefined where it was deleted. */
  readonly json: string | undefined;
  /** Other types under which the id lived before, or under which a client may show it. */
  #formerTypes: readonly string[];
  /** The room's version that brought it. */
  readonly #version: number;
  readonly #author: ChangeAuthor | undefined;
  readonly #now: number;
  readonly #frames = new Map<string, readonly NotificationFrame[]>();
  #entity: Entity | undefined;

  constructor(
    row: {
      readonly id: string;
      readonly type: string;
      readonly version: number;
      readonly json: string | undefined;
    },
    now: number,
    {
      author,
      before,
    }: { readonly author?: ChangeAuthor | undefined; readonly before?: RoomRecord | undefined } = {},
  ) {
    this.id = row.id;
    this.type = row.type;
    this.json = row.json;
    this.#version = row.version;
    this.#now = now;
    this.#author = author;
    this.#formerTypes = before ? before.#typesBesides(row.type) : [];
  }

  get entity(): Entity | undefined {
    if (this.json !== undefined) this.#entity ??= JSON.parse(this.json) as Entity;
    return this.#entity;
  }

  /** The same, where a client may show the id under another type: that it is to be told is gone. */
  alsoShownAs(type: string): RoomRecord {
    if (type === this.type || this.#formerTypes.includes(type)) return this;
    const { id, json } = this;
    const row = { id, type: this.type, version: this.#version, json };
    const record = new RoomRecord(row, this.#now, { author: this.#author });
    record.#formerTypes = [...this.#formerTypes, type].slice(-MAX_FORMER_TYPES);
    return record;
  }

  /**
   * The change as a client of the dialect is told of it (P33); to one that may not see the entity, as a deletion.
   * @param isTold which types legacy clients are told of; for one record always the same
   */
  frames(
    dialect: LegacyDialect,
    isVisible: boolean,
    isTold: (type: string) => boolean,
  ): readonly NotificationFrame[] {
    const json = isVisible ? this.json : undefined;
    const key = `${dialect} ${json === undefined}`;
    let frames = this.#frames.get(key);
    if (frames === undefined) {
      const changes = this.#formerTypes.filter(isTold).map((type) => this.#change("delete", type));
      if (isTold(this.type)) {
        if (json === undefined) changes.push(this.#change("delete", this.type));
        else changes.push(`${this.#change("upsert", this.type).slice(0, -1)},"entity":${json}}`);
      }
      frames = changes.map((change) => createLegacyFrame(dialect, "change", change));
      this.#frames.set(key, frames);
    }
    return frames;
  }

  #change(type: SyncChange["type"], entityType: string): string {
    return JSON.stringify({
      type,
      entityType,
      entityId: this.id,
      timestamp: this.#now,
      userId: this.#author?.userId ?? "server",
      operationId: this.#author?.operationId ?? `${this.#version}/${this.id}`,
    } satisfies SyncChange);
  }

  #typesBesides(type: string): readonly string[] {
    return [...new Set([...this.#formerTypes, this.type])].filter((former) => former !== type);
  }

  /** Gives up what can be made again, once most have got it. */
  slim(): void {
    this.#frames.clear();
    this.#entity = undefined;
  }
}
