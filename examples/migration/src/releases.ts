import type { SyncServer } from "kalphite-gen/server";
import type { Item } from "../generated/entities/item.gen.js";
import * as legacyServer from "../steps/1-legacy/server.js";
import * as legacy from "../steps/1-legacy/shopping-list.js";
import * as engineServer from "../steps/2-engine/server.js";
import * as engine from "../steps/2-engine/shopping-list.js";
import * as operationsServer from "../steps/3-operations/server.js";
import * as operations from "../steps/3-operations/shopping-list.js";
import * as modernServer from "../steps/4-modern/server.js";
import * as modern from "../steps/4-modern/shopping-list.js";

/** What the rest of the application sees of the list, the same in every release. */
export interface ShoppingList {
  connect(): Promise<void>;
  disconnect(): Promise<void>;
  onChange(listener: () => void): void;
  items(): readonly Item[];
  add(id: string, name: string): void;
  rename(id: string, name: string): void;
  check(id: string): void;
  clearChecked(): void;
}

export interface ReleaseModules {
  readonly ShoppingList: new (url: string, userId: string) => ShoppingList;
  readonly openServer: (file: string) => SyncServer;
}

export type Release = 1 | 2 | 3 | 4;

/** The application as it was released, time and again. */
export const releases: Readonly<Record<Release, ReleaseModules>> = {
  1: { ...legacyServer, ...legacy },
  2: { ...engineServer, ...engine },
  3: { ...operationsServer, ...operations },
  4: { ...modernServer, ...modern },
};
