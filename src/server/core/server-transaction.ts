import {
  createTransaction,
  type Entity,
  type EntityFields,
  type EntityMatch,
  type RuntimeContract,
  type Transaction,
  type TransactionCollection,
} from "../../protocol/index.js";
import { isPending, type Awaitable } from "../awaitable.js";
import type { ServerTransactionCollection } from "../handler.js";
import type { RoomOverlay } from "./room-overlay.js";
import { WatchedPromise } from "./watched-promise.js";

/** What a handler reads and writes through: one collection per entity type, by type. */
export type ServerTransaction = {
  readonly [type: string]: ServerTransactionCollection<Entity, EntityFields>;
};

/** The transaction of one run of a handler. */
export class HandlerTransaction {
  readonly collections: ServerTransaction;
  readonly #outstanding = new Set<Promise<void>>();
  #failure: { readonly error: unknown } | undefined;
  #isOpen = true;

  constructor(contract: RuntimeContract, overlay: RoomOverlay, context: { readonly now: number }) {
    const sync = createTransaction(contract, overlay, context);
    const collections: { [type: string]: ServerTransactionCollection<Entity, EntityFields> } =
      Object.create(null);
    for (const type of Object.keys(contract.entities)) {
      Object.defineProperty(collections, type, {
        enumerable: true,
        get: () => this.#collection(type, sync, overlay),
      });
    }
    this.collections = collections;
  }

  /** Waits for calls that the handler did not wait for. @throws what the first of them failed with */
  async finish(): Promise<void> {
    while (this.#outstanding.size > 0) await Promise.allSettled(this.#outstanding);
    this.#isOpen = false;
    if (this.#failure !== undefined) throw this.#failure.error;
  }

  /** From here on every call fails. */
  revoke(): void {
    this.#isOpen = false;
  }

  #collection(
    type: string,
    sync: Transaction,
    overlay: RoomOverlay,
  ): ServerTransactionCollection<Entity, EntityFields> {
    const one = <Value>(
      id: string,
      run: (collection: TransactionCollection<Entity, EntityFields>) => Value,
    ) => this.#call(overlay.load(id), () => run(sync[type] as TransactionCollection<Entity, EntityFields>));
    const every = <Value>(run: (collection: TransactionCollection<Entity, EntityFields>) => Value) =>
      this.#call(overlay.loadAll(type), () => run(sync[type] as TransactionCollection<Entity, EntityFields>));
    return {
      get: (id) => one(id, (collection) => collection.get(id)),
      require: (id) => one(id, (collection) => collection.require(id)),
      has: (id) => one(id, (collection) => collection.has(id)),
      where: (match: EntityMatch) => every((collection) => collection.where(match)),
      all: () => every((collection) => collection.all()),
      insert: (id, fields) => one(id, (collection) => collection.insert(id, fields)),
      update: (id, fields) => one(id, (collection) => collection.update(id, fields)),
      upsert: (id, fields) => one(id, (collection) => collection.upsert(id, fields)),
      delete: (id) => one(id, (collection) => collection.delete(id)),
      put: (id, entity) => one(id, (collection) => collection.put(id, entity)),
      discard: (id) => one(id, (collection) => collection.discard(id)),
    };
  }

  #call<Value>(loading: Awaitable<void>, run: () => Value): Promise<Value> {
    const guarded = () => {
      if (!this.#isOpen) throw new Error("The transaction was used after its handler had returned");
      return run();
    };
    return this.#track(
      new WatchedPromise<Value>((resolve) => resolve(isPending(loading) ? loading.then(guarded) : guarded())),
    );
  }

  /** A call that the handler did not wait for still counts: its failure fails the operation, never the process. */
  #track<Value>(call: WatchedPromise<Value>): Promise<Value> {
    const settled = call.observe((failure) => {
      this.#outstanding.delete(settled);
      if (failure !== undefined && !call.isWatched) this.#failure ??= failure;
    });
    this.#outstanding.add(settled);
    return call;
  }
}
