import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import {
  MemoryServerStore,
  PostgresServerStore,
  SqliteServerStore,
  type ServerStore,
} from "../../src/server/index.js";
import { openPostgres } from "./postgres-database.js";

export type StoreMaker = () => Promise<ServerStore>;

/** Every store there is, by name, to be made empty; undefined where this machine cannot. Cleans up after the file's tests. */
export async function everyStore(): Promise<readonly [string, StoreMaker | undefined][]> {
  const folder = mkdtempSync(join(tmpdir(), "kalphite-stores-"));
  const database = await openPostgres();
  afterAll(async () => {
    await database?.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  let files = 0;
  return [
    ["MemoryServerStore", async () => new MemoryServerStore()],
    ["SqliteServerStore", async () => new SqliteServerStore({ file: join(folder, `${files++}.db`) })],
    [
      "PostgresServerStore",
      database && (async () => new PostgresServerStore({ pool: await database.createPool() })),
    ],
  ];
}
