import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, it } from "vitest";
import {
  MemoryServerStore,
  SqliteServerStore,
  type ServerStore,
  type SqliteDriver,
} from "../../src/server/index.js";
import { STORE_CASES } from "../../src/testing/store-suite.js";

const folder = mkdtempSync(join(tmpdir(), "kalphite-stores-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let files = 0;

const sqlite = (driver: SqliteDriver) => () =>
  new SqliteServerStore({ file: join(folder, `${files++}.db`), synchronous: "normal", driver });

const stores: readonly [string, () => ServerStore][] = [
  ["MemoryServerStore", () => new MemoryServerStore()],
  ["SqliteServerStore on libsql", sqlite("libsql")],
  // Not every Node has it; there the store takes libsql by itself.
  ...(process.getBuiltinModule("node:sqlite") === undefined
    ? []
    : [["SqliteServerStore on node:sqlite", sqlite("node:sqlite")] as [string, () => ServerStore]]),
];

describe.each(stores)("%s", (_name, createStore) => {
  it.each(STORE_CASES.map((each) => [each.name, each] as const))("%s", async (_case, { run }) => {
    const store = createStore();
    try {
      await run(store);
    } finally {
      await store.close();
    }
  });
});
