import type { SyncChange } from "./engine-types.js";

/** A local change, and what it was made from, as far as that is known. */
export interface LocalEdit {
  /** 1, 2, 3, … for this engine to name it by; the server knows it by its `operationId`. */
  readonly id: number;
  readonly change: SyncChange;
  readonly base: unknown;
}

/**
 * A client's changes that no server is known to have. A server that greets acknowledges: what was sent is held until then,
 * and waits again when the socket closes. Of one that does not, what was sent counts as delivered once it has said
 * anything at all; what it never answered in any way is sent again.
 */
export class UndeliveredChanges {
  #lastId = 0;
  #waiting: LocalEdit[] = [];
  #sent: LocalEdit[] = [];
  /** Whether the server of this connection acknowledges; undefined while it has not said anything. */
  #acknowledges: boolean | undefined;
  #delivered: { readonly resolve: () => void; readonly reject: (error: Error) => void }[] = [];

  get waitingCount(): number {
    return this.#waiting.length;
  }

  add(change: SyncChange, base: unknown): LocalEdit {
    const edit = { id: ++this.#lastId, change, base };
    this.#waiting.push(edit);
    return edit;
  }

  /** Sends what waits, in order. @throws what `send` throws; that change and those behind it wait on */
  send(send: (change: SyncChange) => void): void {
    for (let first = this.#waiting[0]; first !== undefined; first = this.#waiting[0]) {
      send(first.change);
      this.#waiting.shift();
      if (this.#acknowledges !== false) this.#sent.push(first);
    }
  }

  /** Resolves when nothing waits for an acknowledgement. */
  delivered(): Promise<void> {
    if (this.#acknowledges !== true || this.#sent.length === 0) return Promise.resolve();
    return new Promise((resolve, reject) => this.#delivered.push({ resolve, reject }));
  }

  opened(): void {
    this.#acknowledges = undefined;
  }

  greeted(): void {
    this.#acknowledges = true;
  }

  /** The server said something else than a greeting. */
  spokenTo(): void {
    if (this.#acknowledges !== undefined) return;
    this.#acknowledges = false;
    this.#sent = [];
  }

  /** What was not acknowledged waits again, before what waited behind it. */
  closed(): void {
    this.#waiting = [...this.#sent, ...this.#waiting];
    this.#sent = [];
    const text = `The connection was lost; ${this.#waiting.length} changes wait to be sent again`;
    for (const { reject } of this.#delivered.splice(0)) reject(new Error(text));
  }

  /** A change got its verdict: the change, if it is one of these. */
  settle(operationId: unknown): LocalEdit | undefined {
    const place = this.#sent.findIndex(({ change }) => change.operationId === operationId);
    const [settled] = place === -1 ? [] : this.#sent.splice(place, 1);
    if (this.#sent.length === 0) for (const { resolve } of this.#delivered.splice(0)) resolve();
    return settled;
  }

  latestOf(entityType: string, entityId: string): LocalEdit | undefined {
    const isOfIt = ({ change }: LocalEdit): boolean =>
      change.entityType === entityType && change.entityId === entityId;
    return this.#waiting.findLast(isOfIt) ?? this.#sent.findLast(isOfIt);
  }
}
