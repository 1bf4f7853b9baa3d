import type { Item } from "../../generated/entities/item.gen.js";
import { openSync } from "./sync.js";

/** The application's model: what the client shows, and operations on it. */
export class ShoppingList {
  readonly #sync;

  constructor(url: string, userId: string) {
    this.#sync = openSync(url, userId);
  }

  connect(): Promise<void> {
    return this.#sync.connect();
  }

  disconnect(): Promise<void> {
    return this.#sync.disconnect();
  }

  onChange(listener: () => void): void {
    this.#sync.subscribe(listener);
  }

  items(): readonly Item[] {
    return this.#sync.item.all();
  }

  add(id: string, name: string): void {
    this.#sync.mutate.addItem(id, name);
  }

  rename(id: string, name: string): void {
    this.#sync.mutate.renameItem(id, name);
  }

  check(id: string): void {
    this.#sync.mutate.checkItem(id);
  }

  clearChecked(): void {
    this.#sync.mutate.clearChecked();
  }
}
