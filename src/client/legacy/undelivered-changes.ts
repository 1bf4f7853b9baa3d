import type { Environment } from "../engine/environment.js";
import type { LocalEdit } from "./local-edit.js";
import { entityKey } from "./local-edit.js";
import type { SyncChange } from "./engine-types.js";

/** How long a server may say nothing before it is taken for one that does not acknowledge. */
const SILENCE_MS = 3_000;
/** Of a server that does not acknowledge: what was sent as long before the connection ended counts as delivered. */
const DELIVERED_MS = 10_000;
/** As long it may matter when something was sent; nothing older is kept. */
const FORGOTTEN_MS = 60_000;

/**
 * A client's changes that no server is known to have. A server that greets acknowledges: what was sent is held until then,
 * and waits again when the socket closes. Of one that does not, what was sent counts as delivered once it has said
 * something, or the connection has lasted for a while after it; what was sent just before it ended is sent again.
 */
export class UndeliveredChanges {
  readonly #world: Pick<Environment, "now" | "setTimer">;
  #waiting: LocalEdit[] = [];
  #sent: LocalEdit[] = [];
  /** The server is known to greet whom it lets in, so that its silence means nothing. */
  #greets: boolean;
  /** Whether the server of this connection acknowledges; undefined while that is not known. */
  #acknowledges: boolean | undefined;
  /** Of which entities something was sent over this connection. */
  readonly #touched = new Set<string>();
  #callOffSilence = (): void => {};
  #delivered: { readonly resolve: () => void; readonly reject: (error: Error) => void }[] = [];

  constructor(world: Pick<Environment, "now" | "setTimer">, greets: boolean) {
    this.#world = world;
    this.#greets = greets;
  }

  /** Of changes that are not sent, or wait for an acknowledgement. */
  get size(): number {
    return this.#waiting.length + (this.#acknowledges === false ? 0 : this.#sent.length);
  }

  add(edit: LocalEdit): void {
    this.#waiting.push(edit);
  }

  /**
   * Sends what waits, in order; with the first change of an entity over this connection what it was made from, which
   * nobody else can tell the server.
   * @throws what `send` throws; that change and those behind it wait on
   */
  send(send: (change: SyncChange) => void): void {
    const now = this.#world.now();
    for (let first = this.#waiting[0]; first !== undefined; first = this.#waiting[0]) {
      const key = entityKey(first.change);
      send(this.#touched.has(key) ? first.change : first.withBase());
      this.#touched.add(key);
      first.sentAt = now;
      this.#waiting.shift();
      this.#sent.push(first);
    }
    if (this.#acknowledges === false) {
      this.#sent = this.#sent.filter(({ sentAt }) => now - sentAt < FORGOTTEN_MS);
    }
  }

  /** Resolves when nothing waits for an acknowledgement; that there is none to wait for may take a while to be known. */
  delivered(): Promise<void> {
    if (this.#acknowledges === false || this.#sent.length === 0) return Promise.resolve();
    return new Promise((resolve, reject) => this.#delivered.push({ resolve, reject }));
  }

  opened(): void {
    this.#acknowledges = undefined;
    this.#touched.clear();
    if (!this.#greets) {
      this.#callOffSilence = this.#world.setTimer(() => this.#decide(false), SILENCE_MS);
    }
  }

  /** The server acknowledges: it greeted, or answered a change. */
  greeted(): void {
    this.#greets = true;
    this.#decide(true);
  }

  /** The server said something that one which acknowledges says only after its greeting. */
  spokenTo(): void {
    if (this.#acknowledges === true) return;
    this.#sent = [];
    this.#decide(false);
  }

  /** What may not have been delivered waits again, before what waited behind it. */
  closed(): void {
    this.#callOffSilence();
    const isKnown = this.#acknowledges ?? this.#greets;
    const now = this.#world.now();
    const lost = isKnown ? this.#sent : this.#sent.filter(({ sentAt }) => now - sentAt < DELIVERED_MS);
    this.#waiting = [...lost, ...this.#waiting];
    for (const edit of this.#waiting) edit.isHidden = edit.isCrossed;
    this.#sent = [];
    const text = `The connection was lost; ${this.#waiting.length} changes wait to be sent again`;
    for (const { reject } of this.#delivered.splice(0)) reject(new Error(text));
  }

  /** A change got its verdict: the change, if it is one of these. */
  settle(operationId: unknown, { isRefused = false } = {}): LocalEdit | undefined {
    const place = this.#sent.findIndex(({ change }) => change.operationId === operationId);
    const [settled] = place === -1 ? [] : this.#sent.splice(place, 1);
    if (settled !== undefined) {
      for (const edit of [...this.#sent, ...this.#waiting]) edit.decided(settled, isRefused);
    }
    this.#resolveIfDelivered();
    return settled;
  }

  /** The changes of one entity, in order. */
  of(entity: Pick<SyncChange, "entityType" | "entityId">): readonly LocalEdit[] {
    const key = entityKey(entity);
    return [...this.#sent, ...this.#waiting].filter(({ change }) => entityKey(change) === key);
  }

  #decide(acknowledges: boolean): void {
    this.#callOffSilence();
    this.#acknowledges = acknowledges;
    this.#resolveIfDelivered();
  }

  #resolveIfDelivered(): void {
    if (this.#acknowledges !== false && this.#sent.length > 0) return;
    for (const { resolve } of this.#delivered.splice(0)) resolve();
  }
}
