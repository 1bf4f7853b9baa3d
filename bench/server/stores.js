import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createSyncServer, MemoryServerStore, SqliteServerStore } from "kalphite-gen/server";
import { openBareSqlite } from "./bare-sqlite.js";
import { batchOf, contract } from "./sample-contract.js";

const ROUNDS = 5;
const ROUND_MS = 400;
const ACCESS = { roomId: "r", user: undefined };
const NO_LIMIT = { perSecond: 1e12, burst: 1e12 };

const createServer = (store) =>
  createSyncServer({
    contract,
    store,
    allowAnonymous: true,
    limits: { clientRate: NO_LIMIT, roomRate: NO_LIMIT },
  });

/** Batches per second of `clients` that each wait for their answer. */
async function ratePerSecond(commit, clients, size, firsts) {
  const startedAt = performance.now();
  let batches = 0;
  const client = async (index) => {
    while (performance.now() - startedAt < ROUND_MS) {
      firsts[index] ??= 1;
      await commit(batchOf(`c${index}`, firsts[index], size));
      firsts[index] += size;
      batches++;
    }
  };
  await Promise.all(Array.from({ length: clients }, (_, index) => client(index)));
  return (batches / (performance.now() - startedAt)) * 1_000;
}

/** The best round of each, taken in turns, so that what else the machine does meets all of them. */
async function bestOf(subjects, clients, size) {
  const best = new Map();
  const firsts = new Map(Object.keys(subjects).map((name) => [name, []]));
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, commit] of Object.entries(subjects)) {
      const rate = await ratePerSecond(commit, clients, size, firsts.get(name));
      best.set(name, Math.max(best.get(name) ?? 0, rate));
    }
  }
  return best;
}

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
    const sqlite = createServer(new SqliteServerStore({ file: join(folder, "store.db") }));
    const memory = createServer(new MemoryServerStore());
    const best = await bestOf(
      {
        "by hand, libsql": (operations) => bare.commit(operations),
        SqliteServerStore: (operations) => sqlite.push(operations, ACCESS),
        MemoryServerStore: (operations) => memory.push(operations, ACCESS),
      },
      clients,
      size,
    );
    const bar = best.get("by hand, libsql");
    console.log(`${clients} clients, ${size} operations a batch`);
    for (const [name, rate] of best) {
      const operations = Math.round(rate * size).toLocaleString("en");
      console.log(
        `  ${name.padEnd(20)} ${operations.padStart(9)} operations/s  ${(rate / bar).toFixed(2)} x`,
      );
    }
    bare.close();
    await Promise.all([sqlite.close(), memory.close()]);
    rmSync(folder, { recursive: true, force: true });
  }
}
