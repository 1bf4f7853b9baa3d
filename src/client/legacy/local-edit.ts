import { plainOperationOf } from "../../protocol/index.js";
import type { PendingOperation, SyncChange } from "./engine-types.js";

export type Fields = { readonly [name: string]: unknown };

export const isObject = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export const entityKey = ({ entityType, entityId }: Pick<SyncChange, "entityType" | "entityId">): string =>
  JSON.stringify([entityType, entityId]);

/** In characters: servers take no message of more than so many bytes, and what they do not take is never delivered. */
const MAX_LENGTH_WITH_BASE = 262_144;

/** A local change, and what it was made from, as far as that is known. */
export class LocalEdit {
  /** 1, 2, 3, … for an engine to name it by; the server knows it by its `operationId`. */
  readonly id: number;
  readonly change: SyncChange;
  /** When it was sent last. */
  sentAt = 0;
  /** The application was told something else of the entity since it was made. */
  isCrossed = false;
  /** That was over an earlier connection, of which the server of this one knows nothing. */
  isHidden = false;
  #base: unknown;
  /** The local change that it was made from, while that has no verdict. */
  #after: LocalEdit | undefined;

  /** @param base the entity as the server was last known to have it */
  constructor(id: number, change: SyncChange, base: unknown, after?: LocalEdit) {
    this.id = id;
    this.change = change;
    this.#base = base;
    this.#after = after;
  }

  /** The version of the entity that it was made from; undefined where none is known that a server could merge by (P32). */
  get base(): Fields | undefined {
    const base = this.#after === undefined ? this.#base : this.#after.change.entity;
    const { entityType, entityId } = this.change;
    return isObject(base) && base["type"] === entityType && base["id"] === entityId ? base : undefined;
  }

  /** The change as a server needs it that cannot know what it was made from. */
  withBase(): SyncChange {
    const { base, change } = this;
    if (base === undefined || change.type === "delete") return change;
    const whole = { ...change, base };
    return JSON.stringify(whole).length > MAX_LENGTH_WITH_BASE ? change : whole;
  }

  /** Another change got its verdict: where this one was made from it, it was from what became of it. */
  decided(other: LocalEdit, isRefused: boolean): void {
    if (this.#after !== other) return;
    this.#base = isRefused ? other.#base : other.change.entity;
    this.#after = isRefused ? other.#after : undefined;
  }

  /** As the operation that it is (P31). */
  get operation(): PendingOperation {
    const { id, change } = this;
    const { timestamp, userId: clientId } = change;
    const { name, args } = plainOperationOf(change);
    return { name, args: [...args], id, clientId, timestamp };
  }
}
