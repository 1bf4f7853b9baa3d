import type { Item } from "../../generated/entities/item.gen.js";
import type { OperationArgs, OperationName } from "../../generated/operations.gen.js";
import { openSync } from "./sync.js";

/** The application's model: a map of whole items, changed here and told to the others. */
export class ShoppingList {
  readonly #sync;
  readonly #items = new Map<string, Item>();
  readonly #listeners = new Set<() => void>();

  constructor(url: string, userId: string) {
    this.#sync = openSync(url, userId);
    this.#sync.on("remoteChange", ({ type, entityId, entity }) => {
      if (type === "delete") this.#items.delete(entityId);
      else this.#items.set(entityId, entity);
      this.#changed();
    });
  }

  connect(): Promise<void> {
    return this.#sync.connect();
  }

  disconnect(): Promise<void> {
    return this.#sync.disconnect();
  }

  onChange(listener: () => void): void {
    this.#listeners.add(listener);
  }

  items(): Item[] {
    return [...this.#items.values()].sort((left, right) => (left.id < right.id ? -1 : 1));
  }

  add(id: string, name: string): void {
    const now = Date.now();
    this.#upsert({ id, type: "item", data: { name, checked: false }, updatedAt: now, createdAt: now });
  }

  rename(id: string, name: string): void {
    this.#change(id, { name });
  }

  check(id: string): void {
    this.#execute("checkItem", [id]);
  }

  clearChecked(): void {
    this.#execute("clearChecked", []);
  }

  /** An operation by its name, with its own arguments; then the items as it leaves them. */
  #execute<Name extends OperationName>(name: Name, args: OperationArgs<Name>): void {
    void this.#sync.executeOperation(name, args);
    for (const id of this.#items.keys()) {
      const item = this.#sync.getOptimisticState(id);
      if (item === undefined) this.#items.delete(id);
      else this.#items.set(id, item as unknown as Item); // the contract has checked it
    }
    this.#changed();
  }

  #change(id: string, fields: Partial<Item["data"]>): void {
    const item = this.#items.get(id);
    if (item) this.#upsert({ ...item, data: { ...item.data, ...fields }, updatedAt: Date.now() });
  }

  #upsert(item: Item): void {
    this.#items.set(item.id, item);
    void this.#sync.sendChange({ type: "upsert", entityType: "item", entityId: item.id, entity: item });
    this.#changed();
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }
}
