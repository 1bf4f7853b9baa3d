import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MemoryServerStore, SqliteServerStore } from "kalphite-gen/server";
import { openBareSqlite } from "./bare-sqlite.js";
import { compareRates } from "./rate.js";
import { createBenchServer } from "./bench-server.js";

const ACCESS = { roomId: "r", user: undefined };

/** Pushes on each store, against the least that SQLite must write, by hand; all with full sync. */
export async function runStores() {
  for (const [clients, size] of [
    [1, 1],
    [1, 50],
    [20, 1],
    [20, 50],
  ]) {
    const folder = mkdtempSync(join(tmpdir(), "kalphite-bench-"));
    const bare = openBareSqlite(join(folder, "bare.db"));
    const sqlite = createBenchServer(new SqliteServerStore({ file: join(folder, "store.db") }));
    const memory = createBenchServer(new MemoryServerStore());
    console.log(`${clients} clients, ${size} operations a batch`);
    await compareRates(
      {
        "by hand, libsql": (operations) => bare.commit(operations),
        SqliteServerStore: (operations) => sqlite.push(operations, ACCESS),
        MemoryServerStore: (operations) => memory.push(operations, ACCESS),
      },
      clients,
      size,
    );
    bare.close();
    await Promise.all([sqlite.close(), memory.close()]);
    rmSync(folder, { recursive: true, force: true });
  }
}
