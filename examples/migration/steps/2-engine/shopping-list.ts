import type { Item } from "../../generated/entities/item.gen.js";
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
    this.#change(id, { checked: true });
  }

  clearChecked(): void {
    for (const { id, data } of this.items()) if (data.checked) this.#delete(id);
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

  #delete(id: string): void {
    this.#items.delete(id);
    void this.#sync.sendChange({ type: "delete", entityType: "item", entityId: id });
    this.#changed();
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }
}
